-- Where a user's write came between, the stripe stays and is done again: its rows count when all of them are done.
update backfill_progress p
set chunk_no = p.chunk_no + 1,
    window_after = case when t.wanted = t.written then :nextWindowAfter else :windowAfter end,
    window_to = case when t.wanted = t.written then cast(:nextWindowTo as bigint) else :windowTo end,
    stripe = case when t.wanted = t.written then :nextStripe else :stripe end,
    stripe_after = case when t.wanted = t.written then cast(:nextStripeAfter as bigint) else cast(:stripeAfter as bigint) end,
    stripes = :stripes,
    records_processed = p.records_processed + case when t.wanted = t.written then t.records else 0 end,
    records_updated = p.records_updated + t.written,
    records_missing = p.records_missing + case when t.wanted = t.written then t.missing else 0 end,
    records_failed = p.records_failed + case when t.wanted = t.written then t.rejected else 0 end,
    updated_on = clock_timestamp()
from gate g, tally t
where p.tenant_id = :tenantId and p.job_id = :jobId and p.partition_no = :partitionNo and p.chunk_no = g.chunk_no
returning p.chunk_no, p.window_after, p.window_to, p.stripe, p.stripe_after, t.records, t.written, t.missing, t.rejected
