-- For a tenant's first call.
insert into call_window (tenant_id, seconds, started_on, calls)
select :tenantId, seconds, clock_timestamp(), 0
from unnest(cast(:seconds as integer[])) as seconds
order by seconds
on conflict do nothing
