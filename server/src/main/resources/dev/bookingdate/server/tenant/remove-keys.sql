-- Removes the next rows of a tenant from a large table: a range of the primary key that begins behind the last one, so that no
-- statement goes through what the ones before have removed. last_key is null when nothing is left.
with next as materialized (
    select k.part, k.key
    from (select t.:part as part, t.:key as key
          from :table t
          where t.tenant_id = :tenantId
            and (cast(:after as uuid) is null or (t.:part, t.:key) > (cast(:after as uuid), :afterKey))
          order by t.:part, t.:key
          limit :rows) k
),
removed as (
    delete from :table t
    using next n
    where t.tenant_id = :tenantId and t.:part = n.part and t.:key = n.key
    returning 1
)
select l.part, l.key as last_key, (select count(*) from removed) as records
from (select 1) as one
left join lateral (select n.part, n.key from next n order by n.part desc, n.key desc limit 1) l on true
