-- Records the one charge of a chunk that can't be written, and goes on behind it. Guarded as a chunk is, so that it is
-- counted once. Tells how many charges of the job have failed by now, in all of its partitions.
-- include gate.sql
failed as materialized (
    select c.charge_key, c.charge_id
    from gate
    cross join rate_plan_charge c
    where c.tenant_id = :tenantId and c.entity_id = :entityId
      and c.charge_key > :after and c.charge_key <= :to
      and c.charge_key % :stripes = :stripe
      and (cast(:orgIds as text[]) is null or c.org_id = any (cast(:orgIds as text[])))
      -- An undo looks at no other charges than those.
      and (cast(:undoes as uuid) is null
           or exists (select from backfill_change a
                      where a.tenant_id = :tenantId and a.job_id = cast(:undoes as uuid)
                        and a.first_key between audit_block(c.charge_key) and c.charge_key and a.charge_key = c.charge_key))
),
recorded as (
    insert into backfill_failure (tenant_id, job_id, charge_key, charge_id, reason)
    select :tenantId, :jobId, f.charge_key, f.charge_id, :reason
    from failed f
    on conflict do nothing
),
others as materialized (
    select coalesce(sum(p.records_failed) filter (where p.partition_no <> :partitionNo), 0) as failed,
           sum(p.records_total) as total
    from backfill_progress p
    where p.tenant_id = :tenantId and p.job_id = :jobId
)
update backfill_progress p
set chunk_no = p.chunk_no + 1,
    window_after = :nextWindowAfter,
    window_to = cast(:nextWindowTo as bigint),
    stripe = :nextStripe,
    stripe_after = cast(:nextStripeAfter as bigint),
    stripes = :stripes,
    records_processed = p.records_processed + (select count(*) from failed),
    records_failed = p.records_failed + (select count(*) from failed),
    updated_on = clock_timestamp()
from gate g, others o
where p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = :partitionNo and p.chunk_no = g.chunk_no
returning p.chunk_no, p.window_after, p.window_to, p.stripe, p.stripe_after,
          cast(o.failed + p.records_failed as bigint) as failed, cast(o.total as bigint) as total
