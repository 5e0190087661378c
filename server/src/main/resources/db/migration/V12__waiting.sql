-- worked_on says whether a worker has the partition: a claim sets it, and whoever puts the partition back unsets it. A claim
-- that finds it set takes over from a node that is gone.
alter table backfill_progress
    add column worked_on boolean not null default false;

-- Who works next is decided by shares, not by priority and time alone (due.sql).
drop index scheduled_tasks_priority;
