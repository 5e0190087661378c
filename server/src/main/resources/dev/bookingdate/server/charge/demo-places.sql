-- The demo's tenants as DemoCharges names them. ON CONFLICT: a second start finds them, and one at the same time waits
-- here until the first is done.
insert into tenant (tenant_id, name, time_zone, multi_org) values
    (1001, 'Demo', 'America/Los_Angeles', true),
    (1002, 'Demo Shanghai', 'Asia/Shanghai', false)
on conflict do nothing;

insert into entity (tenant_id, entity_id, name) values
    (1001, '00000000-0000-4000-8000-0000000000e1', 'Demo entity'),
    (1002, '00000000-0000-4000-8000-0000000000e2', 'Demo entity')
on conflict do nothing;

insert into org (tenant_id, org_id, name) values
    (1001, 'us-east', 'US East'),
    (1001, 'us-west', 'US West'),
    (1001, 'emea', 'EMEA')
on conflict do nothing;
