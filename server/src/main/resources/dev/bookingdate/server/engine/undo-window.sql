-- The last key of the next window of a job that undoes another: it walks along what that one has audited.
-- include undo-reach.sql
select r.last_key
from reached r
