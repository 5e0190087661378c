-- One chunk is one statement, in autocommit: it commits whole, with its audit and its checkpoint, or not at all, even if
-- the node that sent it dies or freezes meanwhile.
-- include gate.sql
-- include patience.sql
-- include chunk-charges.sql
-- include dating.sql
-- A stripe that is done again leaves alone what this job has written in it: a user's later change must stay.
unwritten as materialized (
    select *
    from differing r
    where not :again
       or not exists (select from backfill_audit a
                      where a.tenant_id = :tenantId and a.job_id = :jobId and a.charge_key = r.charge_key)
),
-- A row that a user changed since this statement began stands elsewhere by now, does not match, and is left to the next
-- attempt: a value is never computed from what was true earlier. Within one statement a row's place is a sure way to it,
-- and three times as fast as its key.
written as (
    update rate_plan_charge c
    set booking_date = d.original_date
    from unwritten d
    where c.ctid = d.row_id
      and c.charge_key = d.charge_key
      and c.original_id = d.original_id
      and c.created_on is not distinct from d.created_on
      and c.org_id is not distinct from d.org_id
      and c.booking_date is not distinct from d.booking_date
      -- Asked of each row before it is locked: it names both sides, so that it is not asked earlier.
      and case when c.charge_key <> d.charge_key then false
               when clock_timestamp() < (select hurry_from from patience) then true
               else set_config('lock_timeout',
                               greatest(1, ceil(1000 * extract(epoch from (select ends_on from patience) - clock_timestamp()))) || 'ms',
                               true) is not null
          end
    returning c.charge_key, old.booking_date as previous_date, new.booking_date as written_date
),
audited as (
    insert into backfill_audit (tenant_id, job_id, charge_key, previous_date, written_date)
    select :tenantId, :jobId, w.charge_key, w.previous_date, w.written_date
    from written w
),
tally as materialized (
    select (select count(*) from original) as records,
           (select count(*) from unwritten) as wanted,
           (select count(*) from written) as written,
           (select count(*) from original where missing) as missing,
           (select count(*) from original where missing and :rejectsMissing) as rejected
),
-- include missing.sql
-- include checkpoint.sql
