-- Where a user's write came between, they are named by the attempt that gets through.
rejected as (
    insert into backfill_failure (tenant_id, job_id, charge_key, charge_id, reason)
    select :tenantId, :jobId, o.charge_key, o.charge_id, 'its original is not in the data'
    from tally t
    join original o on t.wanted = t.written and o.missing and :rejectsMissing
    on conflict do nothing
),
named as (
    insert into backfill_missing_original (tenant_id, job_id, charge_key, charge_id, original_id)
    select :tenantId, :jobId, o.charge_key, o.charge_id, o.original_id
    from tally t
    join backfill_progress p on p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = :partitionNo
                            and p.records_missing < :named
    join original o on t.wanted = t.written and o.missing
    order by o.charge_key
    limit :named
    on conflict do nothing
)
