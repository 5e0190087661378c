-- A piece of an export: the charges that a job could not write, each with the reason.
select :columns
from backfill_job j
join backfill_failure f on f.tenant_id = j.tenant_id and f.job_id = j.job_id
join rate_plan_charge c on c.tenant_id = j.tenant_id and c.entity_id = j.entity_id and c.charge_key = f.charge_key
where j.tenant_id = :tenant and j.job_id = :part and f.charge_key between :first and :last
  and :restriction
