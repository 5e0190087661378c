-- The next charges of a job that are counted.
with piece as materialized (
    select c.charge_key, cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[])) as in_scope
    from rate_plan_charge c
    where c.tenant_id = :tenantId and c.entity_id = :entityId and c.charge_key > :countedTo and c.charge_key <= :upperKey
    order by c.charge_key
    limit :pieceRows
),
reached as materialized (
    select case when count(*) < :pieceRows then :upperKey else max(p.charge_key) end as last_key
    from piece p
),
