-- A dry run is a job that finds out what a backfill would change, and changes nothing.
alter table backfill_job add column dry_run boolean not null default false;

-- What it has found, counted. partition_no is -1 for the sample, which is taken while the charges are counted.
-- Of charges that would change: whether they have a date now, and by how many calendar months it would move.
-- They stay as long as the job.
create table backfill_preview (
    tenant_id     bigint  not null,
    job_id        uuid    not null,
    partition_no  integer not null,
    outcome       text    not null check (outcome in ('LOOKED_AT', 'CHANGED', 'FAILED', 'MISSING')),
    dated         boolean not null default false,
    months        integer not null default 0,
    records       bigint  not null,
    primary key (tenant_id, job_id, partition_no, outcome, dated, months)
) with (fillfactor = 50);

-- Some of the charges that would change. They go when the audit of a job goes.
create table backfill_preview_change (
    tenant_id      bigint not null,
    job_id         uuid   not null,
    charge_key     bigint not null,
    charge_id      text   not null,
    previous_date  date,
    new_date       date   not null,
    primary key (tenant_id, job_id, charge_key)
);
