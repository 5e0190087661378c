-- A chunk does one stripe of a window, or a part of it: (after, to].
charge as (
    select c.ctid as row_id, c.charge_key, c.charge_id, c.original_id, c.created_on, c.org_id, c.booking_date
    from gate
    cross join rate_plan_charge c
    where c.tenant_id = :tenantId and c.entity_id = :entityId
      and c.charge_key > :after and c.charge_key <= :to
      -- The stripe first: it leaves one row of many, and comparing texts costs more.
      and case when c.charge_key % :stripes = :stripe
               then cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[]))
               else false end
),
