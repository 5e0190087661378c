-- What was written, a row for each block of keys. Nothing is audited where nothing was written.
audited as (
    insert into backfill_audit (tenant_id, job_id, first_key, last_key, stripes, key_steps, previous_dates, written_dates, restores)
    select :tenantId, :jobId, min(s.charge_key), max(s.charge_key), :stripes,
           array_agg(s.step order by s.charge_key),
           array_agg(s.previous_date order by s.charge_key),
           array_agg(s.written_date order by s.charge_key),
           case when cast(:undoes as uuid) is not null then true end
    from (
        select w.*, audit_block(w.charge_key) as block,
               cast(w.charge_key - lag(w.charge_key, 1, w.charge_key)
                        over (partition by audit_block(w.charge_key) order by w.charge_key) as smallint) as step
        from written w
    ) s
    group by s.block
),
