-- Deletes the oldest jobs of which nothing but the job is left, with the counts of their partitions.
with old as materialized (
    select j.tenant_id, j.job_id
    from backfill_job j
    where j.audit_removed_on is not null
      and j.ended_on < now() - make_interval(secs => :seconds)
    order by j.ended_on
    limit :jobs
    for update skip locked
),
counts as (
    delete from backfill_progress p
    using old o
    where p.tenant_id = o.tenant_id and p.job_id = o.job_id
),
previews as (
    delete from backfill_preview p
    using old o
    where p.tenant_id = o.tenant_id and p.job_id = o.job_id
)
delete from backfill_job j
using old o
where j.tenant_id = o.tenant_id and j.job_id = o.job_id
