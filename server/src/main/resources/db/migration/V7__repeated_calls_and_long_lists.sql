-- The answer to a create that carried an Idempotency-Key, written in the transaction that made the job.
-- Keyed by a hash: the key is the caller's own text, which nobody has to read here, and a hash has one length.
create table idempotent_answer (
    tenant_id     bigint      not null references tenant,
    key_hash      bytea       not null check (octet_length(key_hash) = 32),      -- client, entity, key
    request_hash  bytea       not null check (octet_length(request_hash) = 32),  -- method, URL, orgs, body
    created_on    timestamptz not null default clock_timestamp(),
    status        integer     not null check (status between 200 and 499),
    request_id    uuid        not null,
    headers       text[]      not null,  -- name, value, name, value, ...
    body          bytea       not null,  -- as it was before any compression
    primary key (tenant_id, key_hash)
);

-- Finds what is too old to count.
create index idempotent_answer_created_on on idempotent_answer (created_on);

-- Jobs over the same orgs have the same scope. Which scopes a caller sees is looked up once for a page, in a table with
-- one row for each; a job is then found by the scope alone, however many there are that the caller does not see.
create function org_scope(org_ids text[]) returns uuid
    language sql immutable parallel safe
    return coalesce(
        cast(encode(substring(sha256(convert_to(array_to_string(org_ids, chr(31)), 'UTF8')) from 1 for 16), 'hex') as uuid),
        '00000000-0000-0000-0000-000000000000');  -- no orgs: a tenant without Multi-Org

alter table backfill_job
    add column org_scope uuid not null generated always as (org_scope(org_ids)) stored;

-- Written by the statement that creates a job. Jobs without orgs need no row.
create table job_scope (
    tenant_id  bigint not null,
    entity_id  uuid   not null,
    org_scope  uuid   not null,
    org_ids    text[] not null,
    primary key (tenant_id, entity_id, org_scope),
    foreign key (tenant_id, entity_id) references entity
);

insert into job_scope (tenant_id, entity_id, org_scope, org_ids)
select distinct tenant_id, entity_id, org_scope, org_ids
from backfill_job
where org_ids is not null;

-- Both hold all that is asked before a job is known to be on the page.
drop index backfill_job_newest;
create index backfill_job_newest on backfill_job (tenant_id, entity_id, job_id desc) include (org_scope);
create index backfill_job_scope on backfill_job (tenant_id, entity_id, org_scope, job_id desc);
