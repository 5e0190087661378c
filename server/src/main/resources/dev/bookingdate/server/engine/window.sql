-- The last key of the next window: the walk follows the order of loading, so a window lies on adjacent pages.
select coalesce(
    (select c.charge_key
     from rate_plan_charge c
     where c.tenant_id = :tenantId and c.entity_id = :entityId
       and c.charge_key > :after and c.charge_key <= :upperKey
     order by c.charge_key
     offset :most - 1 limit 1),
    :upperKey)
