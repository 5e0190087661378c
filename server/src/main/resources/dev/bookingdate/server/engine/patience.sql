-- patience: others' locks may hold up the whole statement for as long as lock_timeout says; by itself that counts for each
-- lock anew, and a thousand rows that users lock one after another would hold up the chunk, and whoever waits for the rows
-- that it has written by then, for hours. So once a tenth of that time is over, each row that follows is waited for only as
-- long as is left. The setting ends with the statement's own transaction. 0 is without a bound, as elsewhere.
patience as materialized (
    select case when given > interval '0' then statement_timestamp() + given / 10 else 'infinity' end as hurry_from,
           statement_timestamp() + given as ends_on
    from (select cast(current_setting('lock_timeout') as interval) as given) as lock_timeout
),
