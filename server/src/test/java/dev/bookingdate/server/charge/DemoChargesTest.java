package dev.bookingdate.server.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class DemoChargesTest {

    private final List<TestDatabase> databases = new ArrayList<>();

    @AfterEach
    void drop() {
        databases.forEach(TestDatabase::close);
    }

    private DataSource database() {
        databases.add(TestDatabase.create());
        return databases.get(databases.size() - 1).plainDataSource();
    }

    private static final String CONTENT = "select md5(string_agg(row::text, '|' order by charge_key)) from (select"
            + " charge_key, (tenant_id, entity_id, created_on, segment, version, booking_date, charge_id, original_id,"
            + " org_id, charge_number, account_id) as row from rate_plan_charge) rows";

    @Test
    void fill_whenSeedIsTheSame_makesTheSame() throws Exception {
        DataSource one = database();
        DataSource other = database();
        DataSource third = database();
        String indexes = "select string_agg(indexdef, ';' order by indexdef) from pg_indexes"
                + " where tablename = 'rate_plan_charge'";
        String before = value(one, indexes);
        assertThat(new DemoCharges(one).fill(20_000, 1)).isEqualTo(20_000);
        assertThat(value(one, indexes)).isEqualTo(before);
        new DemoCharges(other).fill(20_000, 1);
        new DemoCharges(third).fill(20_000, 2);
        assertThat(value(one, CONTENT)).isEqualTo(value(other, CONTENT)).isNotEqualTo(value(third, CONTENT));
    }

    @Test
    void fill_whenTenantHasCharges_doesNothing() throws Exception {
        DataSource database = database();
        new DemoCharges(database).fill(1000, 1);
        assertThat(new DemoCharges(database).fill(1000, 2)).isZero();
        assertThat(value(database, "select count(*) from rate_plan_charge")).isEqualTo("1000");
    }

    @Test
    void fill_whenDone_looksLikeRealCharges() throws Exception {
        DataSource database = database();
        new DemoCharges(database).fill(20_000, 1);

        assertThat(value(
                        database,
                        "select string_agg(tenant_id || ':' || n, ' ' order by tenant_id) from"
                                + " (select tenant_id, count(*) n from rate_plan_charge group by 1) t"))
                .isEqualTo("1001:18000 1002:2000");
        assertThat(value(database, "select count(distinct org_id) from rate_plan_charge where tenant_id = 1001"))
                .isEqualTo("3");
        assertThat(value(database, "select bool_and((org_id is null) = (tenant_id = 1002)) from rate_plan_charge"))
                .isEqualTo("t");
        assertThat(value(database, "select bool_and(charge_id ~ '^[0-9a-f]{32}$') from rate_plan_charge"))
                .isEqualTo("t");
        assertThat(share(database, "charge_id <> original_id")).isBetween(0.3, 0.6);
        assertThat(share(
                        database,
                        "not exists (select from rate_plan_charge o where o.tenant_id = c.tenant_id"
                                + " and o.entity_id = c.entity_id and o.charge_id = c.original_id)"))
                .isBetween(0.005, 0.03);
        assertThat(share(database, "booking_date is null")).isBetween(0.45, 0.55);
        assertThat(Double.parseDouble(value(
                        database,
                        "with born as (select tenant_id, original_id, min(created_on) as born_on from rate_plan_charge"
                                + " group by 1, 2) select avg(((booking_date = (born_on at time zone time_zone)::date)"
                                + " is true)::int) from rate_plan_charge join born using (tenant_id, original_id)"
                                + " join tenant using (tenant_id)")))
                .isBetween(0.12, 0.18);
        // The time zone matters for a good part.
        assertThat(share(
                        database,
                        "(created_on at time zone 'UTC')::date <> (created_on at time zone"
                                + " (select time_zone from tenant t where t.tenant_id = c.tenant_id))::date"))
                .isBetween(0.1, 0.5);
        assertThat(value(
                        database,
                        "select" + " max(created_on)::date - min(created_on)::date > 1500 from rate_plan_charge"))
                .isEqualTo("t");
        assertThat(value(
                        database,
                        "select bool_and(c.created_on > o.created_on) from rate_plan_charge c join"
                                + " rate_plan_charge o on (o.tenant_id, o.entity_id, o.charge_id) = (c.tenant_id, c.entity_id,"
                                + " c.original_id) where c.charge_id <> c.original_id"))
                .isEqualTo("t");
        assertThat(share(
                        database,
                        "charge_id <> original_id and exists (select from rate_plan_charge o where"
                                + " o.tenant_id = c.tenant_id and o.entity_id = c.entity_id and o.charge_id = c.original_id"
                                + " and c.charge_key - o.charge_key < 10)"))
                .isLessThan(0.02);
    }

    private static double share(DataSource database, String condition) throws SQLException {
        return Double.parseDouble(
                value(database, "select avg(((" + condition + ") is true)::int) from rate_plan_charge c"));
    }

    private static String value(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
