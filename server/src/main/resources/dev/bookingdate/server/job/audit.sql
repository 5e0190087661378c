-- Which jobs have set the booking date of a charge, the latest first. Of each job of its entity this reads the rows of the audit in
-- one block of keys, and unfolds the one that may hold the charge.
select c.entity_id, j.job_id, j.undoes, j.created_by, j.started_on, a.previous_date, a.written_date
from rate_plan_charge c
join backfill_job j on j.tenant_id = c.tenant_id and j.entity_id = c.entity_id
cross join lateral (
    select k.previous_date, k.written_date
    from backfill_change k
    where k.tenant_id = j.tenant_id and k.job_id = j.job_id
      and k.first_key >= audit_block(c.charge_key) and k.first_key <= c.charge_key and k.last_key >= c.charge_key
      and (c.charge_key - k.first_key) % k.stripes = 0
      and k.charge_key = c.charge_key
    limit 1
) a
where c.tenant_id = :tenantId and c.charge_id = :chargeId
  and (cast(:entityId as uuid) is null or c.entity_id = cast(:entityId as uuid))
order by j.job_id desc, c.entity_id
