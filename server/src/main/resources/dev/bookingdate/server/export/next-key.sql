-- The first key of a part behind another key.
select min(t.charge_key)
from :table t
where t.tenant_id = :tenant and t.:partColumn = :part and t.charge_key > :after
