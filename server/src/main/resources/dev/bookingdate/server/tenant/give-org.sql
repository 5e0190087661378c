-- Gives the next charges an org that have none: a range of the primary key, so that no statement goes through what the ones
-- before have changed. last_key is null when nothing is left.
with next as materialized (
    select k.entity_id, k.charge_key
    from (select c.entity_id, c.charge_key
          from rate_plan_charge c
          where c.tenant_id = :tenantId
            and (cast(:entityId as uuid) is null or (c.entity_id, c.charge_key) > (cast(:entityId as uuid), :after))
          order by c.entity_id, c.charge_key
          limit :rows) k
),
given as (
    update rate_plan_charge c
    set org_id = :org
    from next n
    where c.tenant_id = :tenantId and c.entity_id = n.entity_id and c.charge_key = n.charge_key and c.org_id is null
    returning 1
)
select l.entity_id as part, l.charge_key as last_key, (select count(*) from given) as records
from (select 1) as one
left join lateral (select n.entity_id, n.charge_key from next n order by n.entity_id desc, n.charge_key desc limit 1) l on true
