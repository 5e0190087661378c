-- The first key behind another one that a job has changed: in the block of the audit that begins there, or of a later one.
select coalesce(
    (select min(c.charge_key)
     from backfill_change c
     where c.tenant_id = :tenant and c.job_id = :part and c.charge_key > :after
       and c.first_key >= audit_block(:after + 1) and c.first_key < audit_block(:after + 1 + 32768)),
    (select min(a.first_key)
     from backfill_audit a
     where a.tenant_id = :tenant and a.job_id = :part and a.first_key > :after))
