-- A job's audit and failures go some time before the job itself: from audit_expired_on on, and by audit_removed_on they are
-- gone. Both indexes hold ended jobs only, and find the oldest ones first.
alter table backfill_job add column audit_removed_on timestamptz;

create index backfill_job_audit_kept on backfill_job (ended_on) where ended_on is not null and audit_removed_on is null;
create index backfill_job_audit_removed on backfill_job (ended_on) where audit_removed_on is not null;
