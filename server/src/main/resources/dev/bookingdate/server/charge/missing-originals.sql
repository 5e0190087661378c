-- Which of these charges are not there, by their place in the arrays.
select wanted.place
from unnest(?::bigint[], ?::uuid[], ?::text[]) with ordinality as wanted (tenant_id, entity_id, charge_id, place)
where not exists (
    select
    from rate_plan_charge charge
    where charge.tenant_id = wanted.tenant_id
      and charge.entity_id = wanted.entity_id
      and charge.charge_id = wanted.charge_id)
