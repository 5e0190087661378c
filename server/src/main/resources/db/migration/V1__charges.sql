-- Every key begins with tenant_id: a chunk touches one tenant only, so the same schema can be distributed by tenant.

create table tenant (
    tenant_id  bigint primary key check (tenant_id > 0),
    name       text    not null,
    time_zone  text    not null,
    multi_org  boolean not null default false
);

create table entity (
    tenant_id  bigint not null references tenant,
    entity_id  uuid   not null,
    name       text   not null,
    primary key (tenant_id, entity_id)
);

create table org (
    tenant_id  bigint not null references tenant,
    org_id     text   not null check (length(org_id) between 1 and 64),
    name       text   not null,
    primary key (tenant_id, org_id)
);

-- One row per charge segment and subscription version. original_id names the first row of the lineage; it equals
-- charge_id on that row, and may name a row that was never loaded. org_id is null for a tenant without Multi-Org.
-- charge_key follows the order of loading, which is the order on disk: windows and stripes walk along it.
-- No foreign keys: the import checks tenant, entity and org once per batch; a check per row would halve its speed.
-- fillfactor leaves room on each page for the new row versions that a backfill writes. booking_date must never stand
-- in an index: that would end HOT updates, and with them the speed and the small WAL of a backfill.
create table rate_plan_charge (
    tenant_id      bigint      not null,
    entity_id      uuid        not null,
    charge_key     bigint      not null generated always as identity,
    created_on     timestamptz not null check (isfinite(created_on)),
    segment        integer     not null,
    version        integer     not null,
    booking_date   date,
    charge_id      text        not null,
    original_id    text        not null,
    org_id         text,
    charge_number  text,
    account_id     text,
    primary key (tenant_id, entity_id, charge_key)
) with (fillfactor = 90);

-- entity_id stands behind the id that tells rows apart: it is the same for nearly all, so comparing it first, and keeping
-- it in the inner pages, would be work for nothing in every insert.
create unique index rate_plan_charge_id on rate_plan_charge (tenant_id, charge_id, entity_id);

-- For lineages whose original is not in the data: created_on stands in the index so that the earliest row is the first
-- entry. An original itself is found by its id, so half of the rows need no entry.
create index rate_plan_charge_original on rate_plan_charge (tenant_id, original_id, entity_id, created_on)
    where original_id <> charge_id;
