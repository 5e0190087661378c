      -- The end of every update of charges c by d, and its audit. Asked of each row before it is locked: it names both sides, so that
      -- it is not asked earlier.
      and case when c.charge_key <> d.charge_key then false
               when clock_timestamp() < (select hurry_from from patience) then true
               else set_config('lock_timeout',
                               greatest(1, ceil(1000 * extract(epoch from (select ends_on from patience) - clock_timestamp()))) || 'ms',
                               true) is not null
          end
    returning c.charge_key, old.booking_date as previous_date, new.booking_date as written_date
),
-- include audit.sql
