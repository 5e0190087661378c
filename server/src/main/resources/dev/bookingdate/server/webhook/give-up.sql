-- Nobody has taken these for too long, or nobody wants them any more.
delete from webhook_delivery d
where d.created_on < clock_timestamp() - make_interval(secs => :patience)
returning d.tenant_id, d.delivery_id, d.attempts
