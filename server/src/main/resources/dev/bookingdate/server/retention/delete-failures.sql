-- Deletes the next charges of a job that it could not write: a range of the primary key that begins behind the last one, so that no
-- statement goes through what the ones before have deleted. Tells where the range ends; no row when nothing is left.
with next as materialized (
    select max(k.charge_key) as last_key
    from (select t.charge_key
          from backfill_failure t
          where t.tenant_id = :tenantId and t.job_id = :jobId and t.charge_key > :after
          order by t.charge_key
          limit :rows) k
),
deleted as (
    delete from backfill_failure t
    where t.tenant_id = :tenantId and t.job_id = :jobId
      and t.charge_key > :after and t.charge_key <= (select n.last_key from next n)
    returning 1
)
select n.last_key, (select count(*) from deleted) as records
from next n
where n.last_key is not null
