-- Removes the next rows of a tenant: by their place, which is the quickest way to them in any table.
delete from :table
where ctid = any (array(select ctid from :table where tenant_id = :tenantId limit :rows))
