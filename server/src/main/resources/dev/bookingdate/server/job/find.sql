-- A job is visible when it belongs to the caller's tenant and entity, and touches none but the caller's orgs. Its counts are
-- those of its partitions together.
select j.*, p.chunk_no, p.records_total, p.records_processed, p.records_updated, p.records_failed, p.records_missing,
-- include waits.sql
       greatest(j.updated_on, p.updated_on) as last_updated_on,
       f.failed_charges, f.failure_reasons, m.missing_charges, m.missing_originals
from backfill_job j
cross join lateral (
    select cast(sum(q.chunk_no) as bigint) as chunk_no,
           case when bool_and(q.records_total is not null) then cast(sum(q.records_total) as bigint) end as records_total,
           cast(sum(q.records_processed) as bigint) as records_processed,
           cast(sum(q.records_updated) as bigint) as records_updated,
           cast(sum(q.records_failed) as bigint) as records_failed,
           cast(sum(q.records_missing) as bigint) as records_missing,
           min(q.throttle_reason) as throttle_reason,
           bool_or(q.worked_on) as worked_on,
           max(q.updated_on) as updated_on
    from backfill_progress q
    where q.tenant_id = j.tenant_id and q.job_id = j.job_id
) p
-- The first charges that failed, in the order of loading.
cross join lateral (
    select array_agg(k.charge_id order by k.charge_key) as failed_charges,
           array_agg(k.reason order by k.charge_key) as failure_reasons
    from (select charge_key, charge_id, reason
          from backfill_failure
          where tenant_id = j.tenant_id and job_id = j.job_id
          order by charge_key
          limit 20) k
) f
-- The first charges whose original is not in the data.
cross join lateral (
    select array_agg(k.charge_id order by k.charge_key) as missing_charges,
           array_agg(k.original_id order by k.charge_key) as missing_originals
    from (select charge_key, charge_id, original_id
          from backfill_missing_original
          where tenant_id = j.tenant_id and job_id = j.job_id
          order by charge_key
          limit 20) k
) m
where j.tenant_id = :tenantId and j.entity_id = :entityId and j.job_id = :jobId
  and (j.org_ids is null or j.org_ids <@ cast(:orgIds as text[]))
