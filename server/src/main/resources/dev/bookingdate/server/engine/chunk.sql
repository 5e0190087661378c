-- One chunk is one statement, in autocommit: it commits whole, with its audit and its checkpoint, or not at all, even if
-- the node that sent it dies or freezes meanwhile.
-- include gate.sql
-- include patience.sql
-- A chunk does one stripe of a window, or a part of it: (after, to].
-- The original created-on: of the row that original_id names, or, where that row is not in the data, the earliest of
-- the lineage; as a date in the tenant's time zone.
original as materialized (
    select k.*, k.found_on is null as missing,
           cast(coalesce(
               k.found_on,
               (select s.created_on
                from rate_plan_charge s
                where s.tenant_id = :tenantId and s.entity_id = :entityId and s.original_id = k.original_id
                  and s.original_id <> s.charge_id
                order by s.created_on
                limit 1)
           ) at time zone :timeZone as date) as original_date
    from (
        select c.ctid as row_id, c.charge_key, c.charge_id, c.original_id, c.created_on, c.org_id, c.booking_date,
               coalesce(
                   case when c.original_id = c.charge_id then c.created_on end,
                   (select case when o.original_id = o.charge_id then o.created_on
                                else created_on_unless_cyclic(:tenantId, :entityId, o.charge_id) end
                    from rate_plan_charge o
                    where o.tenant_id = :tenantId and o.entity_id = :entityId and o.charge_id = c.original_id)
               ) as found_on
        from gate
        cross join rate_plan_charge c
        where c.tenant_id = :tenantId and c.entity_id = :entityId
          and c.charge_key > :after and c.charge_key <= :to
          -- The stripe first: it leaves one row of many, and comparing texts costs more.
          and case when c.charge_key % :stripes = :stripe
                   then cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[]))
                   else false end
        -- Else the planner would look each original up once for each place that asks for it.
        offset 0
    ) k
),
-- A stripe that is done again leaves alone what this job has written in it: a user's later change must stay.
differing as materialized (
    select *
    from original r
    where (:acceptsMissing or not r.missing)
      and (r.booking_date is distinct from r.original_date
           -- No date at all: the audit refuses it, and the charge is passed over.
           or r.original_date is null or not isfinite(r.original_date))
      and (not :again
           or not exists (select from backfill_audit a
                          where a.tenant_id = :tenantId and a.job_id = :jobId and a.charge_key = r.charge_key))
),
-- A row that a user changed since this statement began stands elsewhere by now, does not match, and is left to the next
-- attempt: a value is never computed from what was true earlier. Within one statement a row's place is a sure way to it,
-- and three times as fast as its key.
written as (
    update rate_plan_charge c
    set booking_date = d.original_date
    from differing d
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
           (select count(*) from differing) as wanted,
           (select count(*) from written) as written,
           (select count(*) from original where missing) as missing,
           (select count(*) from original where missing and :rejectsMissing) as rejected
),
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
                            and p.records_missing < :namedMissing
    join original o on t.wanted = t.written and o.missing
    order by o.charge_key
    limit :namedMissing
    on conflict do nothing
)
-- include checkpoint.sql
