-- Counts the next charges of a job, once, before it is cut into partitions: so many rows in a statement, and the next statement,
-- of whatever node, goes on behind them.
with piece as materialized (
    select c.charge_key, cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[])) as in_scope
    from rate_plan_charge c
    where c.tenant_id = :tenantId and c.entity_id = :entityId and c.charge_key > :countedTo and c.charge_key <= :upperKey
    order by c.charge_key
    limit :pieceRows
),
-- include counted.sql
