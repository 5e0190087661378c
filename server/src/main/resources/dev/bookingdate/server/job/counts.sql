-- The partitions of job j together.
cross join lateral (
    select cast(sum(q.chunk_no) as bigint) as chunk_no,
           case when bool_and(q.records_total is not null) then cast(sum(q.records_total) as bigint) end as records_total,
           cast(sum(q.records_processed) as bigint) as records_processed,
           cast(sum(q.records_updated) as bigint) as records_updated,
           cast(sum(q.records_failed) as bigint) as records_failed,
           cast(sum(q.records_missing) as bigint) as records_missing,
           min(q.throttle_reason) as throttle_reason,
           bool_or(q.worked_on) as worked_on,
           max(q.updated_on) as updated_on
    from backfill_progress q
    where q.tenant_id = j.tenant_id and q.job_id = j.job_id
) p
