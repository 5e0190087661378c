-- What the run keeps of every commit, in tables of its own: written by triggers in the transaction that they watch, so a
-- change that was rolled back leaves nothing. Of two transactions that change the same row the later one has the greater
-- seq, for it waited for the row. pg_xact_commit_timestamp(xid) tells when each committed (track_commit_timestamp is on).
create schema chaos;

create sequence chaos.seq;

create table chaos.job_change (
    seq             bigint  primary key default nextval('chaos.seq'),
    xid             xid8    not null default pg_current_xact_id(),
    job_id          uuid    not null,
    status          text    not null,
    epoch           integer not null,
    stop_requested  boolean not null
);

create table chaos.progress_change (
    seq                bigint  primary key default nextval('chaos.seq'),
    xid                xid8    not null default pg_current_xact_id(),
    job_id             uuid    not null,
    partition_no       integer not null,
    epoch              integer not null,
    chunk_no           bigint  not null,
    window_after       bigint  not null,
    records_processed  bigint  not null,
    records_updated    bigint  not null,
    counted_to         bigint  not null,
    worked_on          boolean not null
);

create table chaos.charge_change (
    seq         bigint primary key default nextval('chaos.seq'),
    xid         xid8   not null default pg_current_xact_id(),
    charge_key  bigint not null,
    old_date    date,
    new_date    date,
    writer      text   not null
);

-- The booking dates before the first job.
create table chaos.base as
select charge_key, booking_date
from rate_plan_charge;

-- Charges that nothing but a user can write.
create table chaos.poison (
    charge_key  bigint primary key
);

create function chaos.note_job() returns trigger language plpgsql as $$
begin
    insert into chaos.job_change (job_id, status, epoch, stop_requested)
    values (new.job_id, new.status, new.epoch, new.stop_requested_on is not null);
    return null;
end $$;

create function chaos.note_progress() returns trigger language plpgsql as $$
begin
    insert into chaos.progress_change
        (job_id, partition_no, epoch, chunk_no, window_after, records_processed, records_updated, counted_to,
         worked_on)
    values (new.job_id, new.partition_no, new.epoch, new.chunk_no, new.window_after, new.records_processed,
            new.records_updated, new.counted_to, new.worked_on);
    return null;
end $$;

-- The users of the run say who they are; whoever says nothing is the server.
create function chaos.note_charges() returns trigger language plpgsql as $$
begin
    insert into chaos.charge_change (charge_key, old_date, new_date, writer)
    select n.charge_key, o.booking_date, n.booking_date,
           coalesce(nullif(current_setting('chaos.writer', true), ''), 'engine')
    from old_charge o
    join new_charge n on n.charge_key = o.charge_key
    where n.booking_date is distinct from o.booking_date;
    return null;
end $$;

create function chaos.refuse_poison() returns trigger language plpgsql as $$
begin
    if exists (select from chaos.poison p where p.charge_key = new.charge_key)
       and coalesce(current_setting('chaos.writer', true), '') = '' then
        raise exception 'poison';
    end if;
    return new;
end $$;

create trigger chaos_job after insert or update on backfill_job
    for each row execute function chaos.note_job();

create trigger chaos_progress after insert or update on backfill_progress
    for each row execute function chaos.note_progress();

create trigger chaos_charges after update on rate_plan_charge
    referencing old table as old_charge new table as new_charge
    for each statement execute function chaos.note_charges();

create trigger chaos_poison before update of booking_date on rate_plan_charge
    for each row execute function chaos.refuse_poison();

alter table rate_plan_charge disable trigger chaos_poison;
