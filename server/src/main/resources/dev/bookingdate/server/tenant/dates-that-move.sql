-- How many charges a backfill would date otherwise in the other time zone. The original created-on is that of chunk.sql, but for
-- originals that lead round in a circle, which no backfill dates.
select count(*)
from (
    select coalesce(
               (select o.created_on
                from rate_plan_charge o
                where o.tenant_id = c.tenant_id and o.entity_id = c.entity_id and o.charge_id = c.original_id),
               (select s.created_on
                from rate_plan_charge s
                where s.tenant_id = c.tenant_id and s.entity_id = c.entity_id and s.original_id = c.original_id
                  and s.original_id <> s.charge_id
                order by s.created_on
                limit 1)) as original_on
    from rate_plan_charge c
    where c.tenant_id = :tenantId
) k
where cast(k.original_on at time zone :from as date) <> cast(k.original_on at time zone :to as date)
