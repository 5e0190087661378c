-- A stripe that is done again leaves alone what this job has written in it: a user's later change must stay.
before as materialized (
    select b.charge_key
    from backfill_change b
    where b.tenant_id = :tenantId and b.job_id = :jobId
      and b.first_key >= audit_block(:after + 1) and b.first_key <= :to
      and (b.stripes % :stripes <> 0 or b.first_key % :stripes = :stripe)
),
