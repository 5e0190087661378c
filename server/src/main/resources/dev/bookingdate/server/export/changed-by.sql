-- The condition that one of some jobs has changed charge c, within the range of keys of a piece.
c.charge_key = any (array(select a.charge_key
                          from backfill_change a
                          where a.tenant_id = :tenant and a.job_id = any (cast(array[:jobs] as uuid[]))
                            and a.first_key >= audit_block(:first) and a.first_key <= :last))
