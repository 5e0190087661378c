-- What contracts/README.md says the provider has to arrange, made anew before each contract.
truncate scheduled_tasks;

-- As if a node ran jobs, and had a thread for each of these.
update engine_pulse set seen_on = 'infinity';

delete from backfill_failure where tenant_id in (4242, 4243, 4244);
delete from backfill_progress where tenant_id in (4242, 4243, 4244);
delete from backfill_preview where tenant_id = 4242;
delete from backfill_preview_change where tenant_id = 4242;
delete from backfill_missing_original where tenant_id = 4242;
delete from backfill_job where tenant_id in (4242, 4243, 4244);

delete from idempotent_answer where tenant_id = 4242;

insert into tenant (tenant_id, name, time_zone, multi_org)
values (4242, 'Contracts', 'Asia/Shanghai', false),
       (4243, 'Contracts, used up', 'Asia/Shanghai', false),
       (4244, 'Contracts, exhausted', 'Asia/Shanghai', false)
on conflict do nothing;

insert into entity (tenant_id, entity_id, name)
values (4242, '00000000-0000-4000-8000-00000000a001', 'billing'),
       (4242, '00000000-0000-4000-8000-00000000a002', 'fresh'),
       (4242, '00000000-0000-4000-8000-00000000a003', 'accepted'),
       (4243, '00000000-0000-4000-8000-00000000a243', 'used up'),
       (4244, '00000000-0000-4000-8000-00000000a244', 'exhausted')
on conflict do nothing;

-- The secret of all three is contract-secret; they exist in this test database alone.
insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids)
select '00000000-0000-4000-8000-00000000c00' || n,
       '{bcrypt}$2b$04$abcdefghijklmnopqrstuuizlVxZl3hb36hCZCr2X5RSsMlnumnQi',
       4242, repeat('c', 31) || n, 'contracts@example.com',
       array[cast('00000000-0000-4000-8000-00000000a00' || n as uuid)]
from generate_series(1, 3) n
on conflict do nothing;

-- Valid for two entities, so that its calls have to name one.
insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids)
select '00000000-0000-4000-8000-00000000c005', secret_hash, tenant_id, repeat('c', 31) || 5, username,
       '{00000000-0000-4000-8000-00000000a001,00000000-0000-4000-8000-00000000a002}'
from api_client
where client_id = '00000000-0000-4000-8000-00000000c001'
on conflict do nothing;

-- May read, and nothing else.
insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids, may)
select '00000000-0000-4000-8000-00000000c006', secret_hash, tenant_id, repeat('c', 31) || 6, username, entity_ids, '{read}'
from api_client
where client_id = '00000000-0000-4000-8000-00000000c001'
on conflict do nothing;

-- Two tenants whose calls of a minute are used up by the limits' defaults, but for the reserve; the minute has just begun.
-- The second one's reserve goes as well, once its token is there.
insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids)
select '00000000-0000-4000-8000-00000000c' || n, secret_hash, 4000 + n, user_id, username,
       array[cast('00000000-0000-4000-8000-00000000a' || n as uuid)]
from api_client, generate_series(243, 244) n
where client_id = '00000000-0000-4000-8000-00000000c001'
on conflict do nothing;

insert into call_window (tenant_id, seconds, started_on, calls)
select tenant, seconds, now(), 50000
from unnest(array[4243, 4244]) tenant, unnest(array[60, 3600, 86400]) seconds
on conflict (tenant_id, seconds) do update set started_on = excluded.started_on, calls = excluded.calls;

-- Nobody has failed but the client c004, which does not even exist: what slows it is no matter of that.
truncate token_attempt;
insert into token_attempt (subject, free_left, wait_until, forget_on)
select encode(sha256(convert_to('client' || chr(10) || '00000000-0000-4000-8000-00000000c004', 'UTF8')), 'hex'),
       -7, now() + interval '1 minute', now() + interval '1 hour';

insert into backfill_job (tenant_id, job_id, entity_id, time_zone, upper_key, status, epoch, created_on, created_by,
                          updated_on, updated_by, started_on, ended_on, stop_requested_on, stop_requested_by, failure_reason)
select job.tenant, cast(job.id as uuid), cast(job.entity as uuid), 'Asia/Shanghai', 1000, job.status, 1,
       now() - interval '10 minutes', 'contracts@example.com', now() - interval '5 minutes', 'contracts@example.com',
       case when job.status <> 'ACCEPTED' then now() - interval '9 minutes' end,
       case when job.status in ('COMPLETED', 'FAILED', 'STOPPED') then now() - interval '5 minutes' end,
       case when job.status = 'STOPPED' then now() - interval '6 minutes' end,
       case when job.status = 'STOPPED' then 'contracts@example.com' end,
       case when job.status = 'FAILED' then '60000 of 1000000 records failed' end
from (values (4242, '0199f3a47c5e7d1b8a2f4e6c9d0b1a01', '00000000-0000-4000-8000-00000000a001', 'PROCESSING'),
             (4242, '0199f3a47c5e7d1b8a2f4e6c9d0b1a02', '00000000-0000-4000-8000-00000000a003', 'ACCEPTED'),
             (4242, '0199f3a47c5e7d1b8a2f4e6c9d0b1a03', '00000000-0000-4000-8000-00000000a001', 'STOPPED'),
             (4242, '0199f3a47c5e7d1b8a2f4e6c9d0b1a04', '00000000-0000-4000-8000-00000000a001', 'COMPLETED'),
             (4242, '0199f3a47c5e7d1b8a2f4e6c9d0b1a05', '00000000-0000-4000-8000-00000000a001', 'FAILED'),
             (4242, '0199f3a47c5e7d1b8a2f4e6c9d0b1a07', '00000000-0000-4000-8000-00000000a003', 'COMPLETED'),
             (4242, '0199f3a47c5e7d1b8a2f4e6c9d0b1a10', '00000000-0000-4000-8000-00000000a003', 'COMPLETED'),
             (4243, '0199f3a47c5e7d1b8a2f4e6c9d0b1a06', '00000000-0000-4000-8000-00000000a243', 'PROCESSING'),
             (4244, '0199f3a47c5e7d1b8a2f4e6c9d0b1a09', '00000000-0000-4000-8000-00000000a244', 'PROCESSING')
     ) as job (tenant, id, entity, status);

update backfill_job
set undoes = '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a08'
where tenant_id = 4242 and job_id = '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a07';

update backfill_job
set dry_run = true
where tenant_id = 4242 and job_id = '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a10';

insert into backfill_progress (tenant_id, job_id, worked_on, epoch, chunk_no, records_total, records_processed, records_updated,
                               records_failed)
select tenant_id, job_id, true, epoch,
       case status when 'ACCEPTED' then 0 else 42 end,
       case status when 'ACCEPTED' then null else 1000000 end,
       case status when 'COMPLETED' then 1000000 when 'ACCEPTED' then 0 else 421700 end,
       case status when 'ACCEPTED' then 0 when 'FAILED' then 361700 else 400000 end,
       case status when 'FAILED' then 60000 else 0 end
from backfill_job
where tenant_id in (4242, 4243, 4244);

-- Keys that the client of the second entity has used: for a create, and for a create with a query.
insert into idempotent_answer (tenant_id, key_hash, request_hash, status, request_id, headers, body)
select 4242,
       sha256(convert_to(concat_ws(chr(10), '00000000-0000-4000-8000-00000000c002',
                                   '00000000-0000-4000-8000-00000000a002', used.key), 'UTF8')),
       sha256(convert_to(concat_ws(chr(10), 'POST', used.url, '', encode(sha256(''), 'hex')), 'UTF8')),
       200, 'd385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6', array['Content-Type', 'application/json'],
       convert_to('{"processId":"9F2C4E6A8B0D1F35","reasons":[],"requestId":"d385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6",'
                      || '"success":true,"jobId":"0199f3a47c5e7d1b8a2f4e6c9d0b1a35"}', 'UTF8')
from (values ('6f1f1d0e-3c0b-4e52-9d2e-7a4a4f4b8c11', '/v1/uno/data-backfill/bookingdate/jobs'),
             ('6f1f1d0e-3c0b-4e52-9d2e-7a4a4f4b8c12', '/v1/uno/data-backfill/bookingdate/jobs?another'))
     as used (key, url);

insert into backfill_failure (tenant_id, job_id, charge_key, charge_id, reason)
values (4242, '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a05', 1, 'charge-that-failed',
        'SQLSTATE 23514, constraint booking_date_in_open_period');

update backfill_progress
set records_missing = 7
where tenant_id = 4242 and job_id = '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a10';

insert into backfill_preview (tenant_id, job_id, partition_no, outcome, dated, months, records)
values (4242, '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a10', 0, 'CHANGED', false, 0, 150000),
       (4242, '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a10', 0, 'CHANGED', true, -14, 250000);

insert into backfill_preview_change (tenant_id, job_id, charge_key, charge_id, previous_date, new_date)
values (4242, '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a10', 1, 'charge-that-would-change', '2024-03-01', '2023-01-17'),
       (4242, '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a10', 2, 'charge-without-a-date', null, '2023-01-17');

insert into backfill_missing_original (tenant_id, job_id, charge_key, charge_id, original_id)
values (4242, '0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a10', 3, 'charge-without-original', 'original-that-is-nowhere');
