-- What was counted is kept in granules of equally many charges, of which partitions are made (cut.sql).
granule as materialized (
    select max(k.charge_key) as last_key, count(*) as records
    from (select p.charge_key, (row_number() over (order by p.charge_key) - 1) / :granuleRows as granule
          from piece p
          where p.in_scope) k
    group by k.granule
),
-- Guarded as a chunk is: another node's count, or one that was sent twice, counts nothing. The scan comes before the lock.
counted as (
    update backfill_progress p
    set counted_to = r.last_key, updated_on = clock_timestamp()
    from reached r, backfill_job j
    where p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = :partitionNo
      and p.epoch = :epoch and p.upper_key is null and p.counted_to = :countedTo
      and j.tenant_id = p.tenant_id and j.job_id = p.job_id
      and j.status = 'PROCESSING' and j.stop_requested_on is null
    returning p.counted_to
),
kept as (
    insert into backfill_granule (tenant_id, job_id, last_key, records)
    select :tenantId, :jobId, g.last_key, g.records
    from granule g
    cross join counted
)
