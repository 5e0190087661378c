-- A batch stands here, in a table that no one else sees and that writes no WAL, between COPY and merge-charges.sql.
-- round is 1 for the first row of the batch with its charge_id, 2 for the second one, and so on.
-- No index and no statistics: it is read once per round, from one end to the other.
create temporary table incoming_charge (
    round          integer     not null,
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
