-- A job that puts back what another job has written names it. No foreign key: the record of an undo stays when the job that
-- it undid is deleted.
-- audit_expired_on: from then on the audit may be deleted, and the job can't be undone any more.
alter table backfill_job
    add column undoes            uuid,
    add column audit_expired_on  timestamptz;

-- An undo puts back whatever was there before, also no date, or an infinite one; a backfill still writes neither.
-- restores is null in the rows of a backfill: it takes no room in them then.
alter table backfill_audit
    add column restores boolean,
    alter column written_date drop not null,
    drop constraint backfill_audit_written_date_finite,
    add constraint backfill_audit_written_date_finite
        check (restores is true or (written_date is not null and isfinite(written_date)));
