-- Takes what is due, of each tenant one at most: an endpoint that hangs holds up its own tenant alone. The attempt is counted,
-- and the next one due, before it is made: no other node makes it meanwhile, and a node that dies over it costs a pause.
with due as materialized (
    select d.tenant_id, d.delivery_id
    from webhook_delivery d
    where d.due_on <= clock_timestamp()
      and not exists (select from webhook_delivery earlier
                      where earlier.tenant_id = d.tenant_id and earlier.due_on <= clock_timestamp()
                        and (earlier.due_on, earlier.delivery_id) < (d.due_on, d.delivery_id))
    order by d.due_on
    limit :most
    for update skip locked
)
update webhook_delivery d
set attempts = d.attempts + 1,
    due_on = clock_timestamp() + make_interval(secs => least(:longestPause, :firstPause * power(2, least(d.attempts, 30))))
from due
join webhook w on w.tenant_id = due.tenant_id
where d.tenant_id = due.tenant_id and d.delivery_id = due.delivery_id
returning d.tenant_id, d.delivery_id, d.attempts, d.body, w.url, w.secret
