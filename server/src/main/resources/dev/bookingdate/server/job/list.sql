-- Newest first: a job id is a UUIDv7 and sorts by time. One row more than the page tells whether there is a next page.
-- The cost of a page is bounded by its size, not by how many jobs there are. Where the caller sees most of the newest jobs
-- they are the page. Where it sees few of them, the newest are taken from each scope that it sees and merged: jobs of
-- other scopes are never touched.
with scope as materialized (
    select s.org_scope
    from job_scope s
    where s.tenant_id = :tenantId and s.entity_id = :entityId and s.org_ids <@ cast(:orgIds as text[])
    union all
    -- Jobs without orgs, of a tenant without Multi-Org.
    select uuid '00000000-0000-0000-0000-000000000000'
),
seen as materialized (
    select newest.job_id
    from (
        select j.job_id, j.org_scope
        from backfill_job j
        where j.tenant_id = :tenantId and j.entity_id = :entityId and j.job_id < :before
        order by j.job_id desc
        limit 8 * :limit
    ) newest
    where newest.org_scope in (select org_scope from scope)
    limit :limit
),
page as materialized (
    select job_id
    from seen
    where (select count(*) from seen) = :limit
    union all
    (
        select older.job_id
        from scope
        cross join lateral (
            select j.job_id
            from backfill_job j
            where j.tenant_id = :tenantId and j.entity_id = :entityId and j.org_scope = scope.org_scope
              and j.job_id < :before
            order by j.job_id desc
            limit :limit
        ) older
        where (select count(*) from seen) < :limit
        order by older.job_id desc
        limit :limit
    )
)
-- One lookup by key for each job of the page: `limit 1` keeps the planner from reading the whole table for them.
select j.*, p.chunk_no, p.records_total, p.records_processed, p.records_updated, p.records_failed, p.records_missing,
-- include waits.sql
       greatest(j.updated_on, p.updated_on) as last_updated_on,
       cast(null as text[]) as failed_charges, cast(null as text[]) as failure_reasons,
       cast(null as text[]) as missing_charges, cast(null as text[]) as missing_originals
from page
cross join lateral (
    select * from backfill_job where tenant_id = :tenantId and job_id = page.job_id limit 1
) j
-- include counts.sql
order by page.job_id desc
