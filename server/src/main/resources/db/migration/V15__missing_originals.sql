-- Charges whose original is not in the data: all of them are counted where the partition stands, and the first ones named.
alter table backfill_progress add column records_missing bigint not null default 0;

create table backfill_missing_original (
    tenant_id    bigint not null,
    job_id       uuid   not null,
    charge_key   bigint not null,
    charge_id    text   not null,
    original_id  text   not null,
    primary key (tenant_id, job_id, charge_key)
);
