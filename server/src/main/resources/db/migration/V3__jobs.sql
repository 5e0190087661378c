-- What a job is, and where it stands. Only control events write here (create, claim, stop, end): one row decides every
-- race between them, and no chunk ever holds its lock, so a stop never waits for a chunk.
create table backfill_job (
    tenant_id          bigint      not null references tenant,
    job_id             uuid        not null default uuidv7(),
    entity_id          uuid        not null,
    org_ids            text[],                -- null: a tenant without Multi-Org
    time_zone          text        not null,  -- the tenant's when the job was created
    upper_key          bigint      not null,  -- the last charge_key when the job was created; later charges stay as they are
    status             text        not null default 'ACCEPTED'
                       check (status in ('ACCEPTED', 'PROCESSING', 'COMPLETED', 'FAILED', 'STOPPED')),
    epoch              integer     not null default 0,  -- one more with each claim: the fencing token
    created_on         timestamptz not null default clock_timestamp(),
    created_by         text        not null,
    updated_on         timestamptz not null default clock_timestamp(),
    updated_by         text        not null,
    started_on         timestamptz,
    ended_on           timestamptz,
    stop_requested_on  timestamptz,
    stop_requested_by  text,
    failure_reason     text,
    primary key (tenant_id, job_id),
    foreign key (tenant_id, entity_id) references entity,
    check ((ended_on is not null) = (status in ('COMPLETED', 'FAILED', 'STOPPED'))),
    check (status <> 'STOPPED' or stop_requested_on is not null),
    check (status <> 'COMPLETED' or stop_requested_on is null)
);

-- One active job for a tenant and entity and any of its orgs.
create unique index backfill_job_active on backfill_job (tenant_id, entity_id)
    where status in ('ACCEPTED', 'PROCESSING');

create index backfill_job_newest on backfill_job (tenant_id, entity_id, job_id desc);

-- How far a job is. Every chunk writes here, in the statement that does its work.
-- chunk_no makes a chunk happen once: a chunk names the number that it expects, and moves it on.
create table backfill_progress (
    tenant_id          bigint      not null,
    job_id             uuid        not null,
    epoch              integer     not null default 0,  -- repeats backfill_job.epoch, on the row that a chunk locks
    chunk_no           bigint      not null default 0,
    window_after       bigint      not null default 0,  -- every charge up to this key is done
    window_to          bigint,                          -- the window being worked on: (window_after, window_to]
    stripe             integer     not null default 0,  -- the next stripe of that window
    stripes            integer,                         -- how many that window has, whatever is configured by now
    records_total      bigint,
    records_processed  bigint      not null default 0,
    records_updated    bigint      not null default 0,
    updated_on         timestamptz not null default clock_timestamp(),
    primary key (tenant_id, job_id),
    foreign key (tenant_id, job_id) references backfill_job
) with (fillfactor = 20);

-- The audit keeps changes by blocks of 32,768 keys: the first key of the block that a key is in.
create function audit_block(key bigint) returns bigint
    language sql immutable parallel safe
    return (key >> 15) << 15;

-- What each job changed: each charge at most once, with the value before and after. One row holds what one chunk changed in one
-- block, so that whatever is audited of a key has its first_key between the start of the key's block and the key.
-- key_steps: from each key to the next one, and 0 for the first. In a stripe most steps are equal, so the array shrinks to little
-- when it is stored. No step is too large for its type: a block is not.
-- stripes: all keys of the row leave the same remainder by that number.
create table backfill_audit (
    tenant_id       bigint     not null,
    job_id          uuid       not null,
    first_key       bigint     not null,
    last_key        bigint     not null,
    stripes         integer    not null check (stripes > 0),
    changes         integer    not null generated always as (cardinality(key_steps)) stored check (changes > 0),
    key_steps       smallint[] not null,
    previous_dates  date[]     not null check (cardinality(previous_dates) = changes),
    written_dates   date[]     not null check (cardinality(written_dates) = changes),
    primary key (tenant_id, job_id, first_key),
    constraint backfill_audit_one_block check (audit_block(first_key) = audit_block(last_key))
);

-- db-scheduler's table, as its documentation gives it: who runs a job, and when it is revived.
create table scheduled_tasks (
    task_name             text        not null,
    task_instance         text        not null,
    task_data             bytea,
    execution_time        timestamptz not null,
    picked                boolean     not null,
    picked_by             text,
    last_success          timestamptz,
    last_failure          timestamptz,
    consecutive_failures  integer,
    last_heartbeat        timestamptz,
    version               bigint      not null,
    priority              smallint,
    primary key (task_name, task_instance)
);

create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
