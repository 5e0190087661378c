-- The last key of the next window of a job that undoes another: it walks along what that one has audited.
select coalesce(
    (select a.charge_key
     from backfill_audit a
     where a.tenant_id = :tenantId and a.job_id = :undoes
       and a.charge_key > :after and a.charge_key <= :upperKey
     order by a.charge_key
     offset :windowRows - 1 limit 1),
    :upperKey)
