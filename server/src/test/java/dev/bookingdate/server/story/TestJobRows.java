package dev.bookingdate.server.story;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs that have ended, in any number: what create.sql writes, and a worker after it. */
public final class TestJobRows {

    private TestJobRows() {}

    /**
     * Inserts jobs, one for each second before now.
     *
     * @param orgIds an expression over {@code i}, the number of the job
     */
    public static void insert(JdbcClient jdbc, long tenantId, String entityId, int jobs, String orgIds) {
        jdbc.sql("""
                        insert into backfill_job (tenant_id, job_id, entity_id, org_ids, time_zone, upper_key, status,
                                                  created_by, updated_by, started_on, ended_on)
                        select :tenantId, uuidv7(interval '1 second' * (i - :jobs - 10)), :entityId, %s,
                               'America/Los_Angeles', 1000, 'COMPLETED', 'finance.ops@example.com',
                               'finance.ops@example.com', now() - interval '1 minute', now()
                        from generate_series(1, :jobs) i
                        """.formatted(orgIds))
                .param("tenantId", tenantId)
                .param("entityId", UUID.fromString(entityId))
                .param("jobs", jobs)
                .update();
        jdbc.sql("""
                        insert into backfill_progress
                            (tenant_id, job_id, chunk_no, records_total, records_processed, records_updated)
                        select tenant_id, job_id, 300, 600000, 600000, 573411
                        from backfill_job
                        where tenant_id = :tenantId
                        on conflict do nothing
                        """).param("tenantId", tenantId).update();
        jdbc.sql("""
                        insert into job_scope (tenant_id, entity_id, org_scope, org_ids)
                        select distinct tenant_id, entity_id, org_scope, org_ids
                        from backfill_job
                        where org_ids is not null
                        on conflict do nothing
                        """).update();
    }
}
