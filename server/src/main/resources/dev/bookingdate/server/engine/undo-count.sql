-- Counts what the undone job has audited, as count.sql does with charges. Two files, since the planner sorts what comes from
-- either of two tables instead of walking their keys.
with piece as materialized (
    select a.charge_key, true as in_scope
    from backfill_audit a
    where a.tenant_id = :tenantId and a.job_id = :undoes and a.charge_key > :countedTo and a.charge_key <= :upperKey
    order by a.charge_key
    limit :pieceRows
),
-- include counted.sql
select c.counted_to
from counted c
