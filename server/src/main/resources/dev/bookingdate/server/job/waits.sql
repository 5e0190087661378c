       -- Why an active job j, whose partitions together are p, waits or is slow. A node sees to it that engine_pulse is never
       -- older than some seconds. A second is no wait: looks for jobs are that far apart.
       case when j.status not in ('ACCEPTED', 'PROCESSING') or j.stop_requested_on is not null then null
            when (select e.seen_on < clock_timestamp() - interval '30 seconds' from engine_pulse e)
            then 'waits for a node: none that runs jobs was seen for 30 s'
            when p.throttle_reason is null and not p.worked_on
                 and j.created_on < clock_timestamp() - interval '1 second'
            then 'waits for a thread: all are busy with other jobs'
            else p.throttle_reason
       end as throttle_reason,
