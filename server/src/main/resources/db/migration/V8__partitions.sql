-- A large job is split into ranges of charge_key that several nodes work on at once. Each has a row of its own, with its
-- own fence, cursor and counts; backfill_job stays the one row that decides stop and end.
-- upper_key is the last key of the range, null until the first node that claims the job has cut it.
alter table backfill_progress
    add column partition_no  integer not null default 0 check (partition_no >= 0),
    add column upper_key     bigint,
    drop constraint backfill_progress_pkey,
    add primary key (tenant_id, job_id, partition_no);

-- A job that was begun before stays in one piece.
update backfill_progress p
set upper_key = j.upper_key
from backfill_job j
where j.tenant_id = p.tenant_id and j.job_id = p.job_id and p.chunk_no > 0;

-- A job that nobody has begun goes before the further partitions of one that runs.
create index scheduled_tasks_priority on scheduled_tasks (priority desc, execution_time);
