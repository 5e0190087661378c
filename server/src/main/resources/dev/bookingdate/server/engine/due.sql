-- Gives out what is due: to each tenant its share of the threads of all nodes, and within a tenant to each job. Whoever has
-- the fewest threads comes first; among equals whoever was served longest ago, and before all whoever never was. So neither
-- a tenant with many jobs nor a job with many partitions keeps others waiting, and what comes back again and again does not
-- keep out what is new.
-- Parameters: now, limit, node, now.
with works as materialized (
    select split_part(t.task_instance, ':', 1) as tenant, split_part(t.task_instance, '/', 1) as job
    from scheduled_tasks t
    where t.picked
),
due as materialized (
    select t.task_name, t.task_instance, t.execution_time, t.priority,
           split_part(t.task_instance, ':', 1) as tenant, split_part(t.task_instance, '/', 1) as job,
           greatest(t.last_success, t.last_failure) as served_on
    from scheduled_tasks t
    where not t.picked and t.execution_time <= ?
),
of_job as materialized (
    select d.*,
           (select count(*) from works w where w.job = d.job)
           + row_number() over (partition by d.job
                                order by d.served_on nulls first, d.priority desc, d.execution_time) as nth_of_job
    from due d
),
of_tenant as materialized (
    select j.*,
           (select count(*) from works w where w.tenant = j.tenant)
           + row_number() over (partition by j.tenant
                                order by j.nth_of_job, j.served_on nulls first, j.execution_time) as nth_of_tenant
    from of_job j
),
chosen as materialized (
    select t.task_name, t.task_instance
    from of_tenant o
    join scheduled_tasks t on t.task_name = o.task_name and t.task_instance = o.task_instance
    where not t.picked
    order by o.nth_of_tenant, o.served_on nulls first, o.execution_time
    limit ?
    for update of t skip locked
)
update scheduled_tasks t
set picked = true, picked_by = ?, last_heartbeat = ?, version = t.version + 1
from chosen c
where t.task_name = c.task_name and t.task_instance = c.task_instance
returning t.*
