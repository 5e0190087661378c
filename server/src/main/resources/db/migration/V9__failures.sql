-- A charge that can't be written is recorded and passed over. stripe_after is the cursor within a stripe that is done in
-- parts; throttle_reason says why a partition works slower than it could, or not at all for now.
alter table backfill_progress
    add column stripe_after    bigint,   -- every charge of the stripe up to this key is done; null at its beginning
    add column records_failed  bigint not null default 0,
    add column throttle_reason text;

-- How many changes of the job the audit holds: counted when the job completes.
alter table backfill_job add column records_audited bigint;

-- Charges that a job could not write. The reason names the rule that refused it, never a value. All of them are counted in
-- backfill_progress; only the first ones of a job are kept here.
create table backfill_failure (
    tenant_id   bigint      not null,
    job_id      uuid        not null,
    charge_key  bigint      not null,
    charge_id   text        not null,
    reason      text        not null,
    failed_on   timestamptz not null default clock_timestamp(),
    primary key (tenant_id, job_id, charge_key)
);

-- No backfill writes a date that is none: the charge is recorded as one that can't be written.
alter table backfill_audit add constraint backfill_audit_written_date_finite
    check (array_position(written_dates, null) is null and 'infinity' <> all (written_dates) and '-infinity' <> all (written_dates));

-- The created-on of an original that is not the first of its lineage by its own account. Where its originals lead round in a
-- circle, nobody can say which row was the first.
create function created_on_unless_cyclic(tenant bigint, entity uuid, original text) returns timestamptz
    language plpgsql stable as $$
declare
    result  timestamptz;
    seen    text[] := '{}';
    current text := original;
    next    text;
    made    timestamptz;
begin
    loop
        if current = any (seen) then
            raise exception 'the originals of a charge lead round in a circle' using errcode = 'BD001';
        end if;
        seen := seen || current;
        select c.original_id, c.created_on into next, made
        from rate_plan_charge c
        where c.tenant_id = tenant and c.entity_id = entity and c.charge_id = current;
        exit when not found;
        if current = original then
            result := made;
        end if;
        exit when next = current;
        current := next;
    end loop;
    return result;
end $$;
