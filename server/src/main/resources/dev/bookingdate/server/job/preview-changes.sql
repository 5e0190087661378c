-- Twenty of the charges that would change, spread evenly over those that were kept, in the order of loading.
select s.charge_id, case when isfinite(s.previous_date) then s.previous_date end as "from", s.new_date as "to"
from (
    select c.*, row_number() over (order by c.charge_key) - 1 as place, count(*) over () as kept
    from backfill_preview_change c
    where c.tenant_id = :tenantId and c.job_id = :jobId
) s
where s.kept <= 20 or s.place * 20 / s.kept <> (s.place - 1) * 20 / s.kept or s.place = 0
order by s.charge_key
