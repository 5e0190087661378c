-- What a dry run has found: in all of its partitions, or in the sample, which is partition -1.
select b.outcome, b.dated, b.months, cast(sum(b.records) as bigint) as records
from backfill_preview b
where b.tenant_id = :tenantId and b.job_id = :jobId and (b.partition_no >= 0) = :exact
group by b.outcome, b.dated, b.months
order by b.outcome, b.dated, b.months
