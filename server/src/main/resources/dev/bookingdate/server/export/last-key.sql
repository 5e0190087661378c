-- The last key of a part.
select max(t.charge_key)
from :table t
where t.tenant_id = :tenant and t.:partColumn = :part
