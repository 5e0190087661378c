-- Removes the next rows of a tenant from a large table: a range of the primary key that begins behind the last one, so that no
-- statement goes through what the ones before have removed. last_key is null when nothing is left.
with next as materialized (
    select k.part, k.charge_key
    from (select t.:part as part, t.charge_key
          from :table t
          where t.tenant_id = :tenantId
            and (cast(:after as uuid) is null or (t.:part, t.charge_key) > (cast(:after as uuid), :afterKey))
          order by t.:part, t.charge_key
          limit :rows) k
),
removed as (
    delete from :table t
    using next n
    where t.tenant_id = :tenantId and t.:part = n.part and t.charge_key = n.charge_key
    returning 1
)
select l.part, l.charge_key as last_key, (select count(*) from removed) as records
from (select 1) as one
left join lateral (select n.part, n.charge_key from next n order by n.part desc, n.charge_key desc limit 1) l on true
