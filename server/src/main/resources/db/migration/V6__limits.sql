-- How many calls each tenant has made in the minute, the hour and the day that are running. Nodes take calls in slices
-- and spend them in memory, so the count runs ahead of the calls by what the nodes still hold.
-- No foreign key: a valid token is enough to be counted.
create table call_window (
    tenant_id   bigint      not null,
    seconds     integer     not null check (seconds > 0),  -- how long the window is
    started_on  timestamptz not null,                      -- by the database's clock; a window that is over starts with the next call
    calls       bigint      not null check (calls >= 0),
    primary key (tenant_id, seconds)
) with (fillfactor = 20);
