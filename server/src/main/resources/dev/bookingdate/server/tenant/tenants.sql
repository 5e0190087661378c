-- Tenants, with how much they have. Charges are not counted: there may be too many of them.
select t.tenant_id, t.name, t.time_zone, t.multi_org,
       (select count(*) from entity e where e.tenant_id = t.tenant_id) as entities,
       (select count(*) from org o where o.tenant_id = t.tenant_id) as orgs,
       (select count(*) from api_client c where c.tenant_id = t.tenant_id) as clients,
       (select count(*) from backfill_job j where j.tenant_id = t.tenant_id) as jobs,
       (select j.job_id
        from backfill_job j
        where j.tenant_id = t.tenant_id and j.status in ('ACCEPTED', 'PROCESSING')
        order by j.job_id
        limit 1) as active_job
from tenant t
where cast(:tenantId as bigint) is null or t.tenant_id = cast(:tenantId as bigint)
order by t.tenant_id
