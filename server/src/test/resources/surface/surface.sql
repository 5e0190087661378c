-- Callers of all kinds, jobs at rest in reach of some of them, and a count of all that is written from now on.
insert into tenant (tenant_id, name, time_zone, multi_org)
values (9001, 'several orgs', 'Asia/Shanghai', true),
       (9002, 'no orgs', 'UTC', false),
       (9003, 'several entities', 'America/New_York', true);

insert into entity (tenant_id, entity_id, name)
values (9001, '00000000-0000-4000-8000-0000000000e1', 'one'),
       (9002, '00000000-0000-4000-8000-0000000000e2', 'one'),
       (9003, '00000000-0000-4000-8000-0000000000e3', 'one'),
       (9003, '00000000-0000-4000-8000-0000000000e4', 'two');

-- The secret is surface-secret; the hash is cheap, since what is measured is not bcrypt.
insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids, org_ids)
select '00000000-0000-4000-8000-00000000c10' || n,
       '{bcrypt}HASH',
       9000 + n, repeat('d', 31) || n, 'surface@example.com',
       case n when 3 then array[cast('00000000-0000-4000-8000-0000000000e3' as uuid),
                                cast('00000000-0000-4000-8000-0000000000e4' as uuid)]
              else array[cast('00000000-0000-4000-8000-0000000000e' || n as uuid)] end,
       case when n <> 2 then array['emea', 'us-east', 'us-west'] end
from generate_series(1, 3) n;

insert into backfill_job (tenant_id, job_id, entity_id, org_ids, time_zone, upper_key, status, epoch, created_by, updated_by,
                          started_on, ended_on, stop_requested_on, stop_requested_by, failure_reason)
select job.tenant, cast(job.id as uuid), cast(job.entity as uuid), cast(job.orgs as text[]), 'UTC', 1000, job.status, 1,
       'surface@example.com', 'surface@example.com', now(), now(),
       case job.status when 'STOPPED' then now() end,
       case job.status when 'STOPPED' then 'surface@example.com' end,
       case job.status when 'FAILED' then 'SQLSTATE 23514' end
from (values ('0199f3a47c5e7d1b8a2f4e6c9d0b1a03', 9001, '00000000-0000-4000-8000-0000000000e1', '{emea}', 'STOPPED'),
             ('0199f3a47c5e7d1b8a2f4e6c9d0b1a04', 9001, '00000000-0000-4000-8000-0000000000e1', '{us-east}', 'COMPLETED'),
             ('0199f3a47c5e7d1b8a2f4e6c9d0b1a05', 9003, '00000000-0000-4000-8000-0000000000e3', '{emea,us-west}', 'FAILED'),
             ('0199f3a47c5e7d1b8a2f4e6c9d0b1b03', 9002, '00000000-0000-4000-8000-0000000000e2', null, 'STOPPED')
     ) as job (id, tenant, entity, orgs, status);

insert into job_scope (tenant_id, entity_id, org_scope, org_ids)
select tenant_id, entity_id, org_scope, org_ids from backfill_job where org_ids is not null;

insert into backfill_progress (tenant_id, job_id, epoch, records_total)
select tenant_id, job_id, epoch, 100 from backfill_job;

create table surface_write (n bigint not null);
insert into surface_write values (0);

create function count_surface_write() returns trigger language plpgsql as $$
begin
    update surface_write set n = n + 1;
    return null;
end $$;

-- Counting a refused call, or keeping the answer to one, is what these tables are for.
do $$
declare
    watched text;
begin
    for watched in
        select tablename from pg_tables
        where schemaname = 'public'
          and tablename not in ('surface_write', 'flyway_schema_history', 'call_window', 'idempotent_answer', 'token_attempt')
    loop
        execute format('create trigger surface_write after insert or update or delete on %I
                        for each row execute function count_surface_write()', watched);
    end loop;
end $$;
