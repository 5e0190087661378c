-- Cuts a job into partitions, once its charges are counted (count.sql): a partition is some granules in a row, so partitions are
-- equal to within a granule however the keys are spread. The last one ends at the job's upper bound.
-- Written under the epoch of the first partition, and only once: a node that lost it can't cut.
with granule as materialized (
    select g.last_key, g.records, cast(sum(g.records) over (order by g.last_key) as bigint) - g.records as before
    from backfill_granule g
    where g.tenant_id = :tenantId and g.job_id = :jobId
),
size as materialized (
    select cast(sum(g.records) as bigint) as records,
           cast(least(:maxPartitions, greatest(1, cast(sum(g.records) as bigint) / :partitionRows)) as bigint) as partitions
    from granule g
),
piece as materialized (
    select cast(g.before * s.partitions / s.records as integer) as partition_no,
           max(g.last_key) as last_key, sum(g.records) as records
    from granule g
    cross join size s
    group by 1
),
bounded as materialized (
    select p.partition_no, p.records,
           lag(p.last_key) over (order by p.partition_no) as after_key,
           case when lead(p.last_key) over (order by p.partition_no) is null then :upperKey else p.last_key end as upper_key
    from piece p
),
-- A job without a charge in scope has no piece.
first as (
    update backfill_progress p
    set upper_key = coalesce((select b.upper_key from bounded b where b.partition_no = 0), :upperKey),
        records_total = coalesce((select b.records from bounded b where b.partition_no = 0), 0)
    where p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = 0
      and p.epoch = :epoch and p.upper_key is null and p.counted_to >= :upperKey
    returning p.upper_key
),
others as (
    insert into backfill_progress (tenant_id, job_id, partition_no, window_after, upper_key, records_total)
    select :tenantId, :jobId, b.partition_no, b.after_key, b.upper_key, b.records
    from first
    cross join bounded b
    where b.partition_no > 0
    returning partition_no
),
-- In the queue with the statement that makes them: no node can die, and no look can fall, between the two.
queued as (
    insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)
    select :taskName, :firstTask || '/' || o.partition_no, clock_timestamp(), false, 1, :priority
    from others o
    on conflict do nothing
),
forgotten as (
    delete from backfill_granule g
    using first
    where g.tenant_id = :tenantId and g.job_id = :jobId
)
select f.upper_key, 1 + (select count(*) from others) as partitions
from first f
