-- Deletes the next rows of a job's audit, as delete-failures.sql does. A row holds many changes, and weighs as many: as many rows as
-- hold :rows of them, and one at least.
with next as materialized (
    select max(k.first_key) as last_key
    from (select t.first_key, sum(t.changes) over (order by t.first_key) - t.changes as before
          from (select a.first_key, a.changes
                from backfill_audit a
                where a.tenant_id = :tenantId and a.job_id = :jobId and a.first_key > :after
                order by a.first_key
                limit :rows) t) k
    where k.before < :rows
),
deleted as (
    delete from backfill_audit a
    where a.tenant_id = :tenantId and a.job_id = :jobId
      and a.first_key > :after and a.first_key <= (select n.last_key from next n)
    returning a.changes
)
select n.last_key, (select coalesce(sum(d.changes), 0) from deleted d) as records
from next n
where n.last_key is not null
