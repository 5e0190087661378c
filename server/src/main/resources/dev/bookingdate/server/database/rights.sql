-- What the role lacks, and what would mend it: one row, or none. A role that owns nothing may run the server, once another one
-- has made the tables.
with ours as (
    select c.oid, c.relname, c.relowner
    from pg_class c
    where c.relnamespace = (select n.oid from pg_namespace n where n.nspname = current_schema())
      and c.relname in ('api_client', 'backfill_audit', 'backfill_change', 'backfill_failure', 'backfill_granule', 'backfill_job', 'backfill_missing_original',
                        'backfill_preview', 'backfill_preview_change', 'backfill_progress', 'call_window', 'engine_pulse', 'entity',
                        'idempotent_answer', 'job_scope', 'org',
                        'rate_plan_charge', 'scheduled_tasks', 'signing_key', 'tenant', 'token_attempt', 'webhook', 'webhook_delivery')
),
lacks as (
    select 1 as rank,
           format('The role %s has no schema to work in: that of the settings is not there, or is not for it.', current_user) as lack,
           'Create the schema, or name another one in spring.datasource.hikari.schema; the role needs USAGE on it.' as remedy
    where current_schema() is null
    union all
    select 2,
           format('The role %s may not create tables in the schema %s.', current_user, current_schema()),
           format('Have its owner do: grant create on schema %I to %I. Or start this version once as a role that may.',
                  current_schema(), current_user)
    where :migrates and not has_schema_privilege(current_schema(), 'CREATE')
    union all
    select 3,
           format('The tables have to be brought up to this version, and the role %s does not own %s.', current_user, o.relname),
           'Start this version once as the role that owns the tables; after that this one is enough.'
    from ours o
    where :migrates and not pg_has_role(o.relowner, 'USAGE')
    union all
    select 4,
           format('The role %s may not %s on %s.', current_user, p.privilege, o.relname),
           format('Have the owner of the tables do: grant select, insert, update, delete on all tables in schema %I to %I.',
                  current_schema(), current_user)
    from ours o
    cross join (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) as p (privilege)
    where not has_table_privilege(o.oid, p.privilege)
)
select lack, remedy
from lacks
order by rank, lack
limit 1
