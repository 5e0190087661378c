-- A chunk of a dry run: guarded, cut and counted as chunk.sql, with the same rule, and nothing of a charge is written.
-- include gate.sql
-- include chunk-charges.sql
-- include dating.sql
-- include findings.sql
found as (
    insert into backfill_preview as b (tenant_id, job_id, partition_no, outcome, dated, months, records)
    select :tenantId, :jobId, :partitionNo, f.outcome, f.dated, f.months, f.records
    from finding f
    on conflict (tenant_id, job_id, partition_no, outcome, dated, months)
        do update set records = b.records + excluded.records
),
shown as (
    insert into backfill_preview_change (tenant_id, job_id, charge_key, charge_id, previous_date, new_date)
    select :tenantId, :jobId, w.charge_key, w.charge_id, w.booking_date, w.original_date
    from would w
    join backfill_progress p on p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = :partitionNo
                            and p.records_updated < :named
    order by w.charge_key
    limit :named
    on conflict do nothing
),
undatable as (
    insert into backfill_failure (tenant_id, job_id, charge_key, charge_id, reason)
    select :tenantId, :jobId, o.charge_key, o.charge_id, 'SQLSTATE 23514, constraint backfill_audit_written_date_finite'
    from outcome o
    where o.undatable
    on conflict do nothing
),
tally as materialized (
    select c.records, c.changed as wanted, c.changed as written, c.missing, c.failed as rejected
    from counts c
),
-- include missing.sql
-- include checkpoint.sql
