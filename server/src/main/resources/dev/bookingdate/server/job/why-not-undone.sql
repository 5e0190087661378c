-- Why a job could not be undone: as it stands now, and what is active in its tenant and entity.
select j.status, j.audit_expired_on, t.time_zone,
       exists (select from backfill_audit a where a.tenant_id = j.tenant_id and a.job_id = j.job_id) as audited,
       (select o.job_id
        from backfill_job o
        where o.tenant_id = j.tenant_id and o.entity_id = j.entity_id and o.status in ('ACCEPTED', 'PROCESSING')) as active_job
from backfill_job j
join tenant t on t.tenant_id = j.tenant_id
where j.tenant_id = :tenantId and j.job_id = :jobId
