-- Deletes the next rows of a job's audit: a range of the primary key that begins behind the last one, so that no statement
-- goes through what the ones before have deleted. Tells where the range ends; no row when nothing is left.
with next as materialized (
    select max(k.charge_key) as last_key
    from (select a.charge_key
          from backfill_audit a
          where a.tenant_id = :tenantId and a.job_id = :jobId and a.charge_key > :after
          order by a.charge_key
          limit :rows) k
),
deleted as (
    delete from backfill_audit a
    where a.tenant_id = :tenantId and a.job_id = :jobId
      and a.charge_key > :after and a.charge_key <= (select n.last_key from next n)
    returning 1
)
select n.last_key, (select count(*) from deleted) as records
from next n
where n.last_key is not null
