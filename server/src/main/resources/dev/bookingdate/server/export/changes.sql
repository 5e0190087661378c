-- A piece of an export: what a job has changed, with the value before and after. The charge gives its other columns.
select :columns
from backfill_job j
join backfill_change a on a.tenant_id = j.tenant_id and a.job_id = j.job_id
join rate_plan_charge c on c.tenant_id = j.tenant_id and c.entity_id = j.entity_id and c.charge_key = a.charge_key
where j.tenant_id = :tenant and j.job_id = :part and a.charge_key between :first and :last
  and a.first_key >= audit_block(:first) and a.first_key <= :last
  and c.charge_key between :first and :last
  and :restriction
