-- Counts as count.sql does, and finds out what a backfill would do with one of a hundred charges: once all are counted, the
-- sample tells of all of them what a dry run will find, seconds after it was created.
-- include piece.sql
charge as (
    select c.ctid as row_id, c.charge_key, c.charge_id, c.original_id, c.created_on, c.org_id, c.booking_date
    from (select p.charge_key, row_number() over (order by p.charge_key) as place
          from piece p
          where p.in_scope) s
    join rate_plan_charge c on c.tenant_id = :tenantId and c.entity_id = :entityId and c.charge_key = s.charge_key
    -- A prime: else charges that were loaded in turns, such as the segments of a charge, would be missed, always the same ones.
    where s.place % 101 = 1
),
-- include dating.sql
-- include findings.sql
-- include counted.sql
,
sampled as (
    insert into backfill_preview as b (tenant_id, job_id, partition_no, outcome, dated, months, records)
    select :tenantId, :jobId, -1, f.outcome, f.dated, f.months, f.records
    from finding f
    cross join counted
    on conflict (tenant_id, job_id, partition_no, outcome, dated, months)
        do update set records = b.records + excluded.records
),
shown as (
    insert into backfill_preview_change (tenant_id, job_id, charge_key, charge_id, previous_date, new_date)
    select :tenantId, :jobId, w.charge_key, w.charge_id, w.booking_date, w.original_date
    from would w
    cross join counted
    order by w.charge_key
    limit 1
    on conflict do nothing
)
select c.counted_to
from counted c
