-- Counted once, when the job starts; kept under the epoch, so that a node that lost the job can't write it.
with counted as materialized (
    select count(*) as records
    from rate_plan_charge c
    where c.tenant_id = :tenantId and c.entity_id = :entityId and c.charge_key <= :upperKey
      and (cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[])))
)
update backfill_progress p
set records_total = counted.records
from counted
where p.tenant_id = :tenantId and p.job_id = :jobId and p.epoch = :epoch
returning p.records_total
