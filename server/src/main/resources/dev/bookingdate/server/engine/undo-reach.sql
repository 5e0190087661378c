-- Up to which key a job that undoes another finds at most so many changes behind `after`. Blocks of the audit are taken whole as
-- long as they fit, which their rows tell without being unfolded. Where the first one does not fit, it is unfolded.
with ahead as materialized (
    select k.first_key, k.last_key, sum(k.changes) over (order by k.first_key) as changes
    from (select a.first_key, a.last_key, a.changes
          from backfill_audit a
          where a.tenant_id = :tenantId and a.job_id = :undoes
            and a.first_key >= audit_block(:after + 1) and a.first_key <= :upperKey and a.last_key > :after
          order by a.first_key
          limit 5000) k
),
block as materialized (
    select min(a.first_key) as first_key, max(a.last_key) as last_key, max(a.changes) as changes
    from ahead a
    group by audit_block(a.first_key)
),
-- The last block may go on behind what was read.
whole as materialized (
    select b.last_key, b.changes
    from block b
    where (select count(*) from ahead) < 5000 or b.last_key < (select max(k.first_key) from block k)
),
reached as materialized (
    select case
        when not exists (select from ahead) then :upperKey
        else least(:upperKey, coalesce(
            (select max(w.last_key) from whole w where w.changes <= :most),
            (select c.charge_key
             from (select b.first_key, b.last_key from block b order by b.first_key limit 1) b
             cross join backfill_change c
             where c.tenant_id = :tenantId and c.job_id = :undoes
               and c.first_key >= b.first_key and c.first_key <= b.last_key and c.charge_key > :after
             order by c.charge_key
             offset :most - 1 limit 1),
            (select min(b.last_key) from block b)))
        end as last_key
)
