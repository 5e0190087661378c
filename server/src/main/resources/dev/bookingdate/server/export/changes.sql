-- A piece of an export: what a job has changed, with the value before and after. The charge gives its other columns. The audit is
-- unfolded first: within the join the planner might unfold it for each charge.
with change as materialized (
    select *
    from backfill_change
    where tenant_id = :tenant and job_id = :part and charge_key between :first and :last
      and first_key >= audit_block(:first) and first_key <= :last
)
select :columns
from backfill_job j
join change a on a.tenant_id = j.tenant_id and a.job_id = j.job_id
join rate_plan_charge c on c.tenant_id = j.tenant_id and c.entity_id = j.entity_id and c.charge_key = a.charge_key
where j.tenant_id = :tenant and j.job_id = :part
  and c.charge_key between :first and :last
  and :restriction
