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
    drop constraint backfill_audit_written_date_finite,
    add constraint backfill_audit_written_date_finite
        check (restores is true
               or (array_position(written_dates, null) is null
                   and 'infinity' <> all (written_dates) and '-infinity' <> all (written_dates)));

-- The audit, a row for each change. A query for some keys bounds first_key as well, from audit_block(the first of them) to the
-- last: else all that a job has changed is unfolded. One that joins it materializes it first: the planner takes it for small, and
-- may unfold it again for each row of the other side. written_in is the transaction of the chunk.
create view backfill_change as
select a.tenant_id, a.job_id, c.charge_key, c.previous_date, c.written_date, a.restores,
       a.first_key, a.last_key, a.stripes, a.xmin as written_in
from backfill_audit a
cross join lateral (
    select a.first_key + sum(k.step) over (order by k.place) as charge_key, k.previous_date, k.written_date
    from unnest(a.key_steps, a.previous_dates, a.written_dates) with ordinality as k (step, previous_date, written_date, place)
) c;
