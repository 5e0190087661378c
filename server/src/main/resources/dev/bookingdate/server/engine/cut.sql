-- Counts the charges in scope and cuts the job into partitions, once, when it starts. One scan along the primary key does
-- both: it counts in granules of equally many charges, and a partition is some granules in a row, so partitions are equal
-- to within a granule however the keys are spread. The last one ends at the job's upper bound.
-- Written under the epoch of the first partition, and only once: a node that lost it can't cut. The count comes before the
-- lock on the progress row, so nobody waits for it.
with granule as materialized (
    select k.granule, max(k.charge_key) as last_key, count(*) as records
    from (select c.charge_key, (row_number() over (order by c.charge_key) - 1) / :granuleRows as granule
          from rate_plan_charge c
          where c.tenant_id = :tenantId and c.entity_id = :entityId and c.charge_key <= :upperKey
            and (cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[])))) k
    group by k.granule
),
-- include pieces.sql
