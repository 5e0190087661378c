-- What a client may do; null: all of it.
alter table api_client
    add column may text[] check (cardinality(may) > 0 and may <@ array['read', 'create', 'stop']);
