package dev.bookingdate.server.story;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What the table says about a job, asked in another way than the engine asks. */
record Proof(JdbcClient jdbc) {

    /** How many charges of the demo's first tenant are not what they have to be. */
    long wrongCharges() {
        return jdbc.sql("""
                        with born as (
                            select original_id,
                                   coalesce(min(created_on) filter (where charge_id = original_id), min(created_on)) as born_on
                            from rate_plan_charge
                            where tenant_id = 1001
                            group by original_id)
                        select count(*)
                        from rate_plan_charge c
                        join born using (original_id)
                        where c.tenant_id = 1001
                          and to_char(c.booking_date, 'YYYY-MM-DD')
                              is distinct from to_char(born_on at time zone 'America/Los_Angeles', 'YYYY-MM-DD')
                        """).query(Long.class).single();
    }

    /** A number that changes with every booking date. */
    String fingerprint() {
        return jdbc.sql("select md5(string_agg(charge_id || coalesce(booking_date::text, ''), ',' order by charge_key))"
                        + " from rate_plan_charge where tenant_id = 1001")
                .query(String.class)
                .single();
    }

    /** How many changes of all jobs are on record. */
    long audited() {
        return jdbc.sql("select count(*) from backfill_change")
                .query(Long.class)
                .single();
    }
}
