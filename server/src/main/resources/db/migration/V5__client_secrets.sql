-- The secret before the last rotation, where it was kept for a while: a consumer that runs is not cut off.
alter table api_client
    add column created_on      timestamptz not null default clock_timestamp(),
    add column previous_hash   text check (previous_hash like '{bcrypt}%'),
    add column previous_until  timestamptz,
    add check ((previous_hash is null) = (previous_until is null));

-- How many more times a secret may be guessed wrongly: one row for what is counted (a client, an address, a client from an
-- address), told from others by its SHA-256, so that a row is small whatever was sent, and names nobody.
-- free_left: failures that cost nothing yet; below 0, how often the wait has been doubled.
-- Bounded: only a secret that was verified makes rows, and forget_on, which never moves, ends them.
create table token_attempt (
    subject     text        primary key check (subject ~ '^[0-9a-f]{64}$'),
    free_left   integer     not null,
    wait_until  timestamptz,
    forget_on   timestamptz not null
);

create index token_attempt_forget_on on token_attempt (forget_on);
