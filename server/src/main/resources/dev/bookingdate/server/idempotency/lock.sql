-- Held until the transaction ends, however it ends. A node that is gone without a word would hold it, and the job that it
-- was about to create, until TCP gives up: the database ends such a transaction before.
select pg_try_advisory_xact_lock(:lock) as locked,
       set_config('idle_in_transaction_session_timeout', '15s', true) as patience
