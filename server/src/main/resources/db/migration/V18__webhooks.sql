-- Where a tenant wants to hear that a job has ended. The secret signs what is sent, so it is kept as it is.
create table webhook (
    tenant_id   bigint      primary key references tenant,
    url         text        not null check (length(url) <= 2048),
    secret      bytea       not null check (octet_length(secret) = 32),
    updated_on  timestamptz not null default clock_timestamp(),
    updated_by  text        not null
);

-- What is still to be sent. A row goes when the receiver has taken it, or when nobody will try again.
create table webhook_delivery (
    tenant_id    bigint      not null,
    delivery_id  uuid        not null default uuidv7(),
    job_id       uuid        not null,
    body         text        not null,
    created_on   timestamptz not null default clock_timestamp(),
    due_on       timestamptz not null default clock_timestamp(),
    attempts     integer     not null default 0,
    primary key (tenant_id, delivery_id)
);

create index webhook_delivery_due on webhook_delivery (due_on);

-- A job is ended by a node that runs it, by any node that settles a stop, by a stop of a job that nobody has claimed, and by an
-- operator's command. Whoever does it, the delivery is written in the same transaction: by this trigger, and by nobody else.
create function tell_webhook() returns trigger
    language plpgsql as $$
begin
    insert into webhook_delivery (tenant_id, job_id, body)
    select w.tenant_id, new.job_id,
           cast(json_build_object(
               'type', 'job.ended',
               'timestamp', to_char(new.ended_on at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
               'data', json_build_object(
                   'tenantId', new.tenant_id,
                   'entityId', new.entity_id,
                   'jobId', replace(cast(new.job_id as text), '-', ''),
                   'status', new.status,
                   'dryRun', new.dry_run)) as text)
    from webhook w
    where w.tenant_id = new.tenant_id;
    return null;
end $$;

create trigger backfill_job_ended
    after update of ended_on on backfill_job
    for each row
    when (old.ended_on is null and new.ended_on is not null)
    execute function tell_webhook();
