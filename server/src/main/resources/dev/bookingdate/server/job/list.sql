-- Newest first: a job id is a UUIDv7 and sorts by time. One row more than the page tells whether there is a next page.
select j.*, p.chunk_no, p.records_total, p.records_processed, p.records_updated,
       greatest(j.updated_on, p.updated_on) as last_updated_on
from backfill_job j
join backfill_progress p on p.tenant_id = j.tenant_id and p.job_id = j.job_id
where j.tenant_id = :tenantId and j.entity_id = :entityId
  and (cast(:before as uuid) is null or j.job_id < cast(:before as uuid))
  and (j.org_ids is null or j.org_ids <@ cast(:orgIds as text[]))
order by j.job_id desc
limit :limit
