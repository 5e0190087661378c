-- One statement, so that the upper bound is frozen in the same snapshot in which the job comes to be.
-- The partial unique index decides between two creates; the loser inserts nothing.
with job as (
    insert into backfill_job (tenant_id, entity_id, org_ids, time_zone, upper_key, dry_run, created_by, updated_by)
    select t.tenant_id, :entityId, cast(:orgIds as text[]), t.time_zone,
           coalesce((select max(c.charge_key)
                     from rate_plan_charge c
                     where c.tenant_id = :tenantId and c.entity_id = :entityId), 0),
           :dryRun, :username, :username
    from tenant t
    where t.tenant_id = :tenantId
    on conflict (tenant_id, entity_id) where status in ('ACCEPTED', 'PROCESSING') do nothing
    returning tenant_id, entity_id, org_scope, org_ids, job_id
),
scope as (
    insert into job_scope (tenant_id, entity_id, org_scope, org_ids)
    select tenant_id, entity_id, org_scope, org_ids
    from job
    where org_ids is not null
    on conflict do nothing
),
-- A node that freezes or loses its network before it commits would let every other create of the entity wait: the database
-- ends such a transaction.
patience as materialized (
    select set_config('idle_in_transaction_session_timeout', '15s', true)
)
select j.job_id
from job j
cross join patience
