-- How many charges the job looks at in a second at most, on all nodes together; null: what the servers' settings say. Whoever
-- set it is in updated_by.
alter table backfill_job add column rows_per_second bigint check (rows_per_second > 0);
