-- Dates the charges of `charge`, writes what differs, and notes what was done.
-- include dating.sql
-- include before.sql
unwritten as materialized (
    select *
    from differing r
    where not :again or r.charge_key not in (select b.charge_key from before b)
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
-- include written.sql
tally as materialized (
    select (select count(*) from original) as records,
           (select count(*) from unwritten) as wanted,
           (select count(*) from written) as written,
           (select count(*) from original where missing) as missing,
           (select count(*) from original where missing and :rejectsMissing) as rejected
),
-- include missing.sql
-- include checkpoint.sql
