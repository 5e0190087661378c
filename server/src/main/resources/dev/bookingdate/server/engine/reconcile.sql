-- Counts what the audit holds of a job of which nothing is left, so that its counts can be held against it: so many rows in a
-- statement, as count.sql does. The scan comes before the lock on the job's row: a stop never waits for it. Of two partitions
-- that count at the same time one finds that the other was faster, and leaves it the rest.
with begun as materialized (
    select j.audit_counted_to
    from backfill_job j
    where j.tenant_id = :tenantId and j.job_id = :jobId and j.records_audited is null
),
piece as materialized (
    select count(*) as read, coalesce(sum(k.changes), 0) as records, max(k.first_key) as last_key
    from (select a.first_key, a.changes
          from backfill_audit a
          where a.tenant_id = :tenantId and a.job_id = :jobId and a.first_key > (select audit_counted_to from begun)
          order by a.first_key
          limit :pieceRows) k
)
update backfill_job j
set audit_counted = j.audit_counted + p.records,
    audit_counted_to = coalesce(p.last_key, j.audit_counted_to),
    records_audited = case when p.read < :pieceRows then j.audit_counted + p.records end
from begun b, piece p
where j.tenant_id = :tenantId and j.job_id = :jobId
  and j.status = 'PROCESSING' and j.stop_requested_on is null
  and j.records_audited is null and j.audit_counted_to = b.audit_counted_to
  and not exists (select from backfill_progress rest
                  where rest.tenant_id = :tenantId and rest.job_id = :jobId
                    and (rest.upper_key is null or rest.window_after < rest.upper_key))
returning j.records_audited is null as more
