-- A batch stands here, in a table that no one else sees and that writes no WAL, between COPY and merge-charges.sql.
-- No index and no statistics: it is read once, from one end to the other.
create temporary table incoming_charge (
    line           bigint      not null,
    tenant_id      bigint      not null,
    entity_id      uuid        not null,
    org_id         text,
    charge_id      text        not null,
    original_id    text        not null,
    created_on     timestamptz not null,
    segment        integer     not null,
    version        integer     not null,
    booking_date   date,
    charge_number  text,
    account_id     text
)
