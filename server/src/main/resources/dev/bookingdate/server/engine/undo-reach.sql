-- Up to which key a job that undoes another finds at most so many changes behind `after`. Blocks of the audit are taken whole as
-- long as they fit, which their rows tell without being unfolded. Two are unfolded: the one in which `after` lies, since part of it
-- is done, and the one that does not fit any more.
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
done as materialized (
    select count(*) as changes
    from backfill_change c
    where c.tenant_id = :tenantId and c.job_id = :undoes
      and c.first_key >= audit_block(:after + 1) and c.first_key <= :after and c.last_key > :after
      and c.charge_key <= :after
),
-- The last block may go on behind what was read.
whole as materialized (
    select max(b.last_key) as last_key, max(b.changes) - (select d.changes from done d) as changes
    from block b
    where b.changes - (select d.changes from done d) <= :most
      and ((select count(*) from ahead) < 5000 or b.last_key < (select max(k.first_key) from block k))
),
next as materialized (
    select b.first_key, b.last_key
    from block b
    where b.last_key > coalesce((select w.last_key from whole w), :after)
    order by b.first_key
    limit 1
),
reached as materialized (
    select case
        when not exists (select from next) then :upperKey
        else least(:upperKey, coalesce(
            (select c.charge_key
             from backfill_change c
             where c.tenant_id = :tenantId and c.job_id = :undoes and c.charge_key > :after
               -- Not a join: it might come behind the unfolding.
               and c.first_key >= (select n.first_key from next n) and c.first_key <= (select n.last_key from next n)
             order by c.charge_key
             offset :most - coalesce((select w.changes from whole w), 0) limit 1) - 1,
            (select n.last_key from next n)))
        end as last_key
)
