-- The newest first. By the database's clock alone, so that nodes whose clocks differ agree.
-- A key is settled once every node has read it. It has expired once the last token has that it can have signed: the one
-- that a node signed just before it knew that the successor is settled.
select key_id, private_jwk, created_on,
       created_on + make_interval(secs => :settlesAfter) as settles_on,
       created_on + make_interval(secs => :settlesAfter) <= clock_timestamp() as settled,
       successor_on + make_interval(secs => :outlivesSuccessor) as expires_on,
       coalesce(successor_on + make_interval(secs => :outlivesSuccessor) <= clock_timestamp(), false) as expired
from (select key_id, private_jwk, created_on, lead(created_on) over (order by created_on, key_id) as successor_on
      from signing_key) k
order by created_on desc, key_id desc
