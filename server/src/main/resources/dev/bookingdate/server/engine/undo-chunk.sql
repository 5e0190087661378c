-- A chunk of a job that undoes another: one statement with gate, audit and checkpoint as in chunk.sql, which says why. It
-- walks along what the other job has audited instead of the charges.
-- include gate.sql
-- include patience.sql
undone as materialized (
    select a.charge_key, a.previous_date, a.written_date
    from gate
    cross join backfill_change a
    where a.tenant_id = :tenantId and a.job_id = :undoes
      -- A row of the audit is of one stripe if it was written in as many stripes: the others need not be unfolded.
      and a.first_key >= audit_block(:after + 1) and a.first_key <= :to and a.last_key > :after
      and (a.stripes % :stripes <> 0 or a.first_key % :stripes = :stripe)
      and a.charge_key > :after and a.charge_key <= :to
      and a.charge_key % :stripes = :stripe
),
-- include before.sql
-- Only a charge that still holds what was written, and is in the scope still: a user's later change stays.
holding as materialized (
    select c.ctid as row_id, u.charge_key, u.previous_date, u.written_date, c.org_id
    from undone u
    -- One lookup by key for each: `limit 1` keeps the planner from any other way.
    cross join lateral (
        select k.ctid, k.booking_date, k.org_id
        from rate_plan_charge k
        where k.tenant_id = :tenantId and k.entity_id = :entityId and k.charge_key = u.charge_key
        limit 1
    ) c
    where c.booking_date is not distinct from u.written_date
      and (cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[])))
      and (not :again or u.charge_key not in (select b.charge_key from before b))
),
-- A row that a user changed since this statement began is left to the next attempt, which sees what it holds by then.
written as (
    update rate_plan_charge c
    set booking_date = d.previous_date
    from holding d
    where c.ctid = d.row_id
      and c.charge_key = d.charge_key
      and c.org_id is not distinct from d.org_id
      and c.booking_date is not distinct from d.written_date
-- include written.sql
tally as materialized (
    select (select count(*) from undone) as records,
           (select count(*) from holding) as wanted,
           (select count(*) from written) as written,
           0 as missing,
           0 as rejected
)
-- include checkpoint.sql
