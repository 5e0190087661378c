package dev.bookingdate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The one UPDATE that somebody would write who needs no stop, no audit and no way back. */
final class HandWritten {

    static final String SETTINGS = "work_mem 256MB, hash_mem_multiplier 2";

    private static final String UPDATE = """
            with born as (
                select original_id,
                       cast(coalesce(min(created_on) filter (where charge_id = original_id), min(created_on))
                            at time zone 'America/Los_Angeles' as date) as original_date
                from rate_plan_charge
                where tenant_id = 1001 and entity_id = '00000000-0000-4000-8000-0000000000e1'
                group by original_id)
            update rate_plan_charge c
            set booking_date = b.original_date
            from born b
            where c.tenant_id = 1001 and c.entity_id = '00000000-0000-4000-8000-0000000000e1'
              and b.original_id = c.original_id
              and c.booking_date is distinct from b.original_date
            """;

    private HandWritten() {}

    /** Returns how many seconds it took, its commit included. */
    static double run(BenchDatabase database, Target target) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set work_mem = '256MB'");
            long began = System.nanoTime();
            int updated = statement.executeUpdate(UPDATE);
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat(updated).isEqualTo((int) target.wrong());
            return seconds;
        }
    }
}
