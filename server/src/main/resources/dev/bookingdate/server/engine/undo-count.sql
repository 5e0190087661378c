-- Counts what the undone job has audited, as count.sql does with charges. Two files, since the planner sorts what comes from
-- either of two tables instead of walking their keys.
-- include undo-reach.sql
,
piece as materialized (
    select c.charge_key, true as in_scope
    from backfill_change c
    where c.tenant_id = :tenantId and c.job_id = :undoes
      and c.first_key >= audit_block(:after + 1) and c.first_key <= (select r.last_key from reached r)
      and c.charge_key > :after and c.charge_key <= (select r.last_key from reached r)
),
-- include counted.sql
select c.counted_to
from counted c
