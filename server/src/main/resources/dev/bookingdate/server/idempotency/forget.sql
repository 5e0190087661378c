-- Each call that adds a row takes some away that no longer count, so there are never many. Comes after the row was
-- added and waits for nobody, so two calls never wait for each other. now() is the same for all rows, so the index finds them.
delete from idempotent_answer
where (tenant_id, key_hash) in (
    select tenant_id, key_hash
    from idempotent_answer
    where created_on < now() - interval '24 hours'
    order by created_on
    limit 100
    for update skip locked)
