-- Jobs that were asked to stop and have not come to rest, though nobody works on them; or not for a second or more: their node may
-- be gone.
select j.tenant_id, j.job_id from backfill_job j
where j.status in ('ACCEPTED', 'PROCESSING')
  and j.stop_requested_on is not null
  and (j.stop_requested_on < clock_timestamp() - interval '1 second'
       or not exists (select from scheduled_tasks t
                      where t.task_name = :taskName and t.picked
                        and (t.task_instance = j.tenant_id || ':' || j.job_id
                             or t.task_instance like j.tenant_id || ':' || j.job_id || '/%')))
