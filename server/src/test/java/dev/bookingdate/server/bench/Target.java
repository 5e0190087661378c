package dev.bookingdate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the charges have to hold after a backfill, found out in another way than the engine's.
 *
 * @param rows how many charges the tenant of the job has
 * @param wrong how many of them a backfill has to change
 * @param before a number that changes with every booking date of that tenant, before the backfill
 * @param sum the same after it
 * @param others the same for the charges of all other tenants, which a backfill leaves alone
 */
record Target(long rows, long wrong, long before, long sum, long others) {

    private static final String SUM = "bit_xor(hashint8extended(charge_key, coalesce(%s - date '2000-01-01', -1)))";

    static Target of(BenchDatabase template) {
        JdbcClient jdbc = template.jdbc();
        return jdbc.sql(("""
                        with born as (
                            select original_id,
                                   coalesce(min(created_on) filter (where charge_id = original_id), min(created_on)) as born_on
                            from rate_plan_charge
                            where tenant_id = 1001
                            group by original_id),
                        target as (
                            select c.charge_key, c.booking_date,
                                   cast(born_on at time zone 'America/Los_Angeles' as date) as original_date
                            from rate_plan_charge c
                            join born using (original_id)
                            where c.tenant_id = 1001)
                        select count(*), count(*) filter (where booking_date is distinct from original_date), %s, %s,
                               (select %s from rate_plan_charge where tenant_id <> 1001)
                        from target
                        """)
                        .formatted(
                                SUM.formatted("booking_date"),
                                SUM.formatted("original_date"),
                                SUM.formatted("booking_date")))
                .query((row, rowNumber) ->
                        new Target(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .single();
    }

    /** Fails unless all charges are as they have to be. */
    void check(BenchDatabase database) {
        check(database, sum);
    }

    /** Fails unless all charges are as they were before the backfill. */
    void checkUndone(BenchDatabase database) {
        check(database, before);
    }

    private void check(BenchDatabase database, long expected) {
        String sum = "select " + SUM.formatted("booking_date") + " from rate_plan_charge where tenant_id ";
        assertThat(database.number(sum + "= 1001"))
                .as("the charges after the round")
                .isEqualTo(expected);
        assertThat(database.number(sum + "<> 1001"))
                .as("the charges of other tenants")
                .isEqualTo(others);
    }
}
