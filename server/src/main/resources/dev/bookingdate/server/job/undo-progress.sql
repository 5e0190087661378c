-- How far a job is that undoes another: its partitions together.
select j.status, j.failure_reason, min(p.throttle_reason) as throttle_reason,
       case when bool_and(p.records_total is not null) then cast(sum(p.records_total) as bigint) end as records_total,
       cast(sum(p.records_processed) as bigint) as records_processed,
       cast(sum(p.records_updated) as bigint) as records_updated,
       cast(sum(p.records_failed) as bigint) as records_failed
from backfill_job j
join backfill_progress p on p.tenant_id = j.tenant_id and p.job_id = j.job_id
where j.tenant_id = :tenantId and j.job_id = :jobId
group by j.tenant_id, j.job_id
