-- worked_on says whether a worker has the partition: a claim sets it, and whoever puts the partition back unsets it. A claim
-- that finds it set takes over from a node that is gone.
-- attempts counts the failures in a row; one that is not the charges' fault is tried again, but not for ever.
-- counted_to is how far the charges are counted, in the first partition, before the job is cut.
alter table backfill_progress
    add column worked_on   boolean not null default false,
    add column attempts    integer not null default 0,
    add column counted_to  bigint  not null default 0;

-- How far the audit of a job is counted of which nothing is left, and how many rows that were.
alter table backfill_job
    add column audit_counted_to  bigint not null default 0,
    add column audit_counted     bigint not null default 0;

-- What is counted of a job that is not cut yet: so many charges in scope, up to that key. Gone once it is cut.
create table backfill_granule (
    tenant_id  bigint not null,
    job_id     uuid   not null,
    last_key   bigint not null,
    records    bigint not null,
    primary key (tenant_id, job_id, last_key),
    foreign key (tenant_id, job_id) references backfill_job on delete cascade
);

-- Who works next is decided by shares, not by priority and time alone (due.sql).
drop index scheduled_tasks_priority;

-- When a node that runs jobs was last there: one row for all nodes, so that a node that runs none can tell that nobody does.
create table engine_pulse (seen_on timestamptz not null);

insert into engine_pulse values ('-infinity');
