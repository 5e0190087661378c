-- What a backfill would do with the charges of `original`. A date that is none it could not write; how far a charge would move
-- is told in calendar months, 240 and more as 240.
outcome as materialized (
    select d.charge_key, d.charge_id, d.booking_date, d.original_date,
           d.original_date is null or not isfinite(d.original_date) as undatable
    from differing d
),
would as materialized (
    select o.*, o.booking_date is not null and isfinite(o.booking_date) as dated
    from outcome o
    where not o.undatable
),
counts as materialized (
    select (select count(*) from original) as records,
           (select count(*) from would) as changed,
           (select count(*)
            from original o
            where o.missing
              and not (:acceptsMissing and (o.original_date is null or not isfinite(o.original_date)))) as missing,
           (select count(*) from original where missing and :rejectsMissing)
               + (select count(*) from outcome where undatable) as failed
),
finding as materialized (
    select 'CHANGED' as outcome, m.dated, m.months, count(*) as records
    from (select w.dated,
                 case when w.dated
                      then greatest(-240, least(240, cast(
                               12 * (extract(year from w.original_date) - extract(year from w.booking_date))
                                   + extract(month from w.original_date) - extract(month from w.booking_date) as integer)))
                      else 0 end as months
          from would w) m
    group by m.dated, m.months
    union all
    select t.outcome, false, 0, t.records
    from counts c
    cross join lateral (values ('LOOKED_AT', c.records), ('MISSING', c.missing), ('FAILED', c.failed)) as t (outcome, records)
    where t.records > 0
),
