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
