-- Counts what the undone job has audited, and cuts the undoing job into partitions, as cut.sql does with charges: there it is
-- said how, and why. Two files, since the planner sorts what comes from either of two tables instead of walking their keys.
with granule as materialized (
    select k.granule, max(k.charge_key) as last_key, count(*) as records
    from (select a.charge_key, (row_number() over (order by a.charge_key) - 1) / :granuleRows as granule
          from backfill_audit a
          where a.tenant_id = :tenantId and a.job_id = :undoes and a.charge_key <= :upperKey) k
    group by k.granule
),
-- include pieces.sql
