-- A piece of an export: the charges of an entity within a range of keys, which is the order on disk. COPY makes the CSV in the
-- database, so the command only hands bytes on.
select :columns
from rate_plan_charge c
where c.tenant_id = :tenant and c.entity_id = :part and c.charge_key between :first and :last
  and :since
  and :restriction
