-- The key was looked up under its lock, so a row that is there is older than 24 hours and gives way.
insert into idempotent_answer (tenant_id, key_hash, request_hash, status, request_id, headers, body)
values (:tenantId, :keyHash, :requestHash, :status, :requestId, :headers, :body)
on conflict (tenant_id, key_hash) do update
set request_hash = excluded.request_hash,
    created_on = excluded.created_on,
    status = excluded.status,
    request_id = excluded.request_id,
    headers = excluded.headers,
    body = excluded.body
