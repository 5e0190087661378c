-- Who may get a token. Keyed by client_id and not by tenant_id: a token request names nothing but the client.
-- entity_ids and org_ids are what the token is good for. org_ids counts only for a tenant with Multi-Org; null then
-- means none.
create table api_client (
    client_id    text   primary key check (length(client_id) = 36),
    secret_hash  text   not null check (secret_hash like '{bcrypt}%'),
    tenant_id    bigint not null references tenant,
    user_id      text   not null check (user_id ~ '^[0-9a-f]{32}$'),
    username     text   not null,
    entity_ids   uuid[] not null check (cardinality(entity_ids) > 0),
    org_ids      text[]
);

-- The keys that sign tokens, one for all nodes. The newest signs, every one verifies: rotation adds a row, and the old
-- one goes when its last token has expired.
create table signing_key (
    key_id       text        primary key,
    private_jwk  text        not null,
    created_on   timestamptz not null default clock_timestamp()
);
