-- Partitions that have something left, but stand in nobody's queue. Where nothing is left of a job and none of its partitions is
-- queued, the first one is named: it ends the job.
select p.tenant_id, p.job_id, p.partition_no
from backfill_job j
join backfill_progress p on p.tenant_id = j.tenant_id and p.job_id = j.job_id
where j.status in ('ACCEPTED', 'PROCESSING')
  and j.stop_requested_on is null
  and j.created_on < clock_timestamp() - interval '1 second'
  and (p.upper_key is null or p.window_after < p.upper_key
       or (p.partition_no = 0
           and not exists (select from backfill_progress rest
                           where rest.tenant_id = p.tenant_id and rest.job_id = p.job_id
                             and rest.window_after < rest.upper_key)
           and not exists (select from scheduled_tasks t
                           where t.task_name = :taskName
                             and t.task_instance like p.tenant_id || ':' || p.job_id || '/%')))
  and not exists (select from scheduled_tasks
                  where task_name = :taskName
                    and task_instance = p.tenant_id || ':' || p.job_id
                                        || case p.partition_no when 0 then '' else '/' || p.partition_no end)
