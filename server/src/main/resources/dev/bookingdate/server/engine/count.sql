-- Counts the next charges of a job, once, before it is cut into partitions: so many rows in a statement, and the next statement,
-- of whatever node, goes on behind them.
-- include piece.sql
-- include counted.sql
select c.counted_to
from counted c
