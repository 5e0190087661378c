-- Counts an attempt as a failure before its secret is verified, so that attempts at the same time can't all slip through.
-- A row whose wait has not ended is left as it is and not returned. One statement, so that whether a row waits is said of
-- the row that it has locked. In the order of subject, so that two attempts never wait for each other.
insert into token_attempt as counted (subject, free_left, forget_on)
select attempt.subject, attempt.free - 1, now() + make_interval(secs => :forgetAfter)
from (values (cast(:client as text), cast(:freePerClient as integer)),
             (:address, :freePerAddress),
             (:clientAndAddress, :freePerClientAndAddress)) as attempt (subject, free)
order by attempt.subject
on conflict (subject) do update
set (free_left, wait_until, forget_on) = (
    select state.free_left,
           case when state.free_left < 0
               then now() + make_interval(secs =>
                   least(:longestWait, :firstWait * power(2, least(-1 - state.free_left, 30))))
           end,
           state.forget_on
    from (select counted.free_left - 1, counted.forget_on
          where counted.forget_on > now()
          union all
          select excluded.free_left, excluded.forget_on
          where counted.forget_on <= now()) as state (free_left, forget_on))
where counted.wait_until is null or counted.wait_until <= now()
returning subject, free_left
