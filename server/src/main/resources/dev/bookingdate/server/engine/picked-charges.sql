-- The charges of a stripe, or of a part of it, named by their keys: what lies between them is not read. A key may have no charge.
charge as (
    select c.ctid as row_id, c.charge_key, c.charge_id, c.original_id, c.created_on, c.org_id, c.booking_date
    from gate
    cross join rate_plan_charge c
    where c.tenant_id = :tenantId and c.entity_id = :entityId
      and c.charge_key = any (array(select generate_series(cast(:first as bigint), cast(:to as bigint), cast(:stripes as bigint))))
      and (cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[])))
),
