-- The rule: which date each charge of `charge` has to have, and which charges have another one. Backfill and dry run include it,
-- so that they can't differ.
-- The original created-on: of the row that original_id names, or, where that row is not in the data, the earliest of
-- the lineage; as a date in the tenant's time zone.
original as materialized (
    select k.*, k.found_on is null as missing,
           cast(coalesce(
               k.found_on,
               (select s.created_on
                from rate_plan_charge s
                where s.tenant_id = :tenantId and s.entity_id = :entityId and s.original_id = k.original_id
                  and s.original_id <> s.charge_id
                order by s.created_on
                limit 1)
           ) at time zone :timeZone as date) as original_date
    from (
        select c.*,
               coalesce(
                   case when c.original_id = c.charge_id then c.created_on end,
                   (select case when o.original_id = o.charge_id then o.created_on
                                else created_on_unless_cyclic(:tenantId, :entityId, o.charge_id) end
                    from rate_plan_charge o
                    where o.tenant_id = :tenantId and o.entity_id = :entityId and o.charge_id = c.original_id)
               ) as found_on
        from charge c
        -- Else the planner would look each original up once for each place that asks for it.
        offset 0
    ) k
),
differing as (
    select *
    from original r
    where (:acceptsMissing or not r.missing)
      and (r.booking_date is distinct from r.original_date
           -- No date at all: the audit refuses it, and the charge is passed over.
           or r.original_date is null or not isfinite(r.original_date))
),
