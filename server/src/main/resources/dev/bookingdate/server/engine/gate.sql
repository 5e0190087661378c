-- gate: is the partition still mine, its job still running, not asked to stop, and is this the chunk that comes next? The
-- lock on the progress row makes chunks, claims and ends of one partition follow each other; chunk_no is read again after
-- a wait, so a chunk that was sent twice works once.
with gate as materialized (
    select p.chunk_no
    from backfill_progress p
    join backfill_job j on j.tenant_id = p.tenant_id and j.job_id = p.job_id
    where p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = :partitionNo
      and p.epoch = :epoch and p.chunk_no = :chunkNo
      and j.status = 'PROCESSING' and j.stop_requested_on is null
    for update of p
),
