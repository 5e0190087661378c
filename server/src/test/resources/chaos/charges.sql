-- Tenants, API clients and charges of a run. Lineages of three rows each; in every tenth the original is not in the data.
insert into tenant (tenant_id, name, time_zone, multi_org) values
    (7001, 'Two entities', 'America/New_York', true),
    (7002, 'One entity', 'Asia/Shanghai', false),
    (7003, 'Bystander', 'UTC', false);

insert into entity (tenant_id, entity_id, name)
select tenant_id, entity_id, 'e'
from (values (7001, uuid '00000000-0000-4000-8000-000000000001'),
             (7001, uuid '00000000-0000-4000-8000-000000000002'),
             (7002, uuid '00000000-0000-4000-8000-000000000003'),
             (7003, uuid '00000000-0000-4000-8000-000000000003')) e (tenant_id, entity_id);

insert into org (tenant_id, org_id, name) values (7001, 'eu', 'eu'), (7001, 'us', 'us'), (7001, 'apac', 'apac');

-- Lanes side by side on the same pages, as charges of several entities are loaded in turns. A third of the charges of the
-- tenant with Multi-Org are of an org that its client does not reach, and a tenth of all are of a tenant that has none.
insert into rate_plan_charge
    (tenant_id, entity_id, created_on, segment, version, booking_date, charge_id, original_id, org_id)
select case l when 3 then 7002 when 4 then 7003 else 7001 end,
       case l when 1 then uuid '00000000-0000-4000-8000-000000000001'
              when 2 then uuid '00000000-0000-4000-8000-000000000002'
              else uuid '00000000-0000-4000-8000-000000000003' end,
       timestamptz '2020-01-01 00:00+00' + i * interval '37 minutes',
       0, 1,
       case i % 4 when 0 then null else date '2021-01-01' end,
       md5(l || ':' || i),
       md5(case when i / 3 % 10 = 0 then l || ' missing ' || i / 3 else l || ':' || (i - i % 3) end),
       case when l < 3 then (array['eu', 'us', 'apac'])[1 + i / 3 % 3] end
from generate_series(1, :charges) i
cross join generate_series(1, 4) l
where l < 4 or i % 10 = 0;

analyze rate_plan_charge
