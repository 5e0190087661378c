package dev.bookingdate.server.chaos;

import dev.bookingdate.server.database.MistreatedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The tables as the run's own connections see them: filled at first, and reset between jobs. */
final class Charges {

    private final JdbcClient jdbc;

    private Charges(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /** Makes the tables, fills them, and begins to keep the journal. */
    static Charges create(MistreatedPostgres postgres, int charges) {
        DataSource database = postgres.dataSource("chaos");
        Flyway.configure().dataSource(database).load().migrate();
        Charges created = fill(database, charges);
        created.jdbc.sql(resource("/chaos/journal.sql")).update();
        return created;
    }

    /** Fills tables that are empty. */
    static Charges fill(DataSource database, int charges) {
        Charges filled = new Charges(database);
        filled.jdbc
                .sql(resource("/chaos/charges.sql"))
                .param("charges", charges)
                .update();
        for (Lane lane : Lane.ALL) {
            filled.jdbc
                    .sql("""
                            insert into api_client
                                (client_id, secret_hash, tenant_id, user_id, username, entity_ids, org_ids)
                            values (:id, :hash, :tenant, md5(:id), 'chaos', array[:entity], cast(:orgs as text[]))
                            """)
                    .param("id", lane.clientId())
                    .param("hash", "{bcrypt}" + new BCryptPasswordEncoder(4).encode(lane.secret()))
                    .param("tenant", lane.tenant())
                    .param("entity", lane.entity())
                    .param("orgs", lane.orgs() == null ? null : "{" + String.join(",", lane.orgs()) + "}")
                    .update();
        }
        return filled;
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    /** Most charges of a lane get a booking date that is no right one, so that the next job has work. */
    void reset(Lane lane, int salt) {
        jdbc.sql("""
                        with writer as materialized (select set_config('chaos.writer', 'reset', true))
                        update rate_plan_charge c
                        set booking_date = case (c.charge_key + :salt) % 3 when 0 then null else date '2000-01-01' + :salt end
                        from writer
                        where c.tenant_id = :tenant and c.entity_id = :entity and (c.charge_key + :salt) % 5 > 0
                        """)
                .param("salt", salt)
                .param("tenant", lane.tenant())
                .param("entity", lane.entity())
                .update();
    }

    /** Keys that a user may write: the client's own, and known from the start. */
    List<Long> keys(Lane lane) {
        return jdbc.sql("""
                        select charge_key from rate_plan_charge
                        where tenant_id = :tenant and entity_id = :entity and (org_id is null or org_id <> 'apac')
                        order by charge_key
                        """)
                .param("tenant", lane.tenant())
                .param("entity", lane.entity())
                .query(Long.class)
                .list();
    }

    /** Whether the database answers. */
    boolean answers() {
        try {
            return jdbc.sql("select 1").query(Integer.class).single() == 1;
        } catch (DataAccessException e) {
            return false;
        }
    }

    static String resource(String name) {
        try (InputStream in = Charges.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
