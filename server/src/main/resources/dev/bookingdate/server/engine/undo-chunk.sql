-- A chunk of a job that undoes another: one statement with gate, audit and checkpoint as in chunk.sql, which says why. It
-- walks along what the other job has audited instead of the charges.
-- include gate.sql
-- include patience.sql
undone as materialized (
    select a.charge_key, a.previous_date, a.written_date
    from gate
    cross join backfill_audit a
    where a.tenant_id = :tenantId and a.job_id = :undoes
      and a.charge_key > :after and a.charge_key <= :to
      and a.charge_key % :stripes = :stripe
),
-- Only a charge that still holds what was written, and is in the scope still: a user's later change stays. A stripe that is
-- done again leaves alone what this job has put back in it.
holding as materialized (
    select c.ctid as row_id, u.charge_key, u.previous_date, u.written_date, c.org_id
    from undone u
    join rate_plan_charge c on c.tenant_id = :tenantId and c.entity_id = :entityId and c.charge_key = u.charge_key
    where c.booking_date is not distinct from u.written_date
      and (cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[])))
      and (not :again
           or not exists (select from backfill_audit a
                          where a.tenant_id = :tenantId and a.job_id = :jobId and a.charge_key = u.charge_key))
),
-- A row that a user changed since this statement began is left to the next attempt, which sees what it holds by then.
written as (
    update rate_plan_charge c
    set booking_date = h.previous_date
    from holding h
    where c.ctid = h.row_id
      and c.charge_key = h.charge_key
      and c.org_id is not distinct from h.org_id
      and c.booking_date is not distinct from h.written_date
      -- Asked of each row before it is locked: it names both sides, so that it is not asked earlier.
      and case when c.charge_key <> h.charge_key then false
               when clock_timestamp() < (select hurry_from from patience) then true
               else set_config('lock_timeout',
                               greatest(1, ceil(1000 * extract(epoch from (select ends_on from patience) - clock_timestamp()))) || 'ms',
                               true) is not null
          end
    returning c.charge_key, old.booking_date as previous_date, new.booking_date as written_date
),
audited as (
    insert into backfill_audit (tenant_id, job_id, charge_key, previous_date, written_date, restores)
    select :tenantId, :jobId, w.charge_key, w.previous_date, w.written_date, true
    from written w
),
tally as materialized (
    select (select count(*) from undone) as records,
           (select count(*) from holding) as wanted,
           (select count(*) from written) as written,
           0 as missing,
           0 as rejected
)
-- include checkpoint.sql
