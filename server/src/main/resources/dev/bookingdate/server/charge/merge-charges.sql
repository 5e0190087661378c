-- Moves a batch into the charge table.
--
-- One statement, because only ON CONFLICT decides between insert and update without a gap in which another import or
-- a backfill could come between. A file has each charge once, as ON CONFLICT demands: FileSurvey sees to that.
--
-- order by line: charge_key follows the file, and with it the order on disk that windows and stripes walk along.
-- booking_date is not in the SET list: once a charge is here, its booking date belongs to the backfill.
-- The :given… flags are true or false before the statement is sent: a column that the file does not have keeps the
-- stored value. The WHERE keeps rows that are already right untouched: importing a file again leaves no dead tuple.
with merged as (
    insert into rate_plan_charge as stored (
        tenant_id, entity_id, created_on, segment, version, booking_date,
        charge_id, original_id, org_id, charge_number, account_id
    )
    select
        tenant_id, entity_id, created_on, segment, version, booking_date,
        charge_id, original_id, org_id, charge_number, account_id
    from incoming_charge
    order by line
    on conflict (tenant_id, entity_id, charge_id) do update set
        created_on    = excluded.created_on,
        original_id   = case when :givenOriginalId then excluded.original_id else stored.original_id end,
        segment       = case when :givenSegment then excluded.segment else stored.segment end,
        version       = case when :givenVersion then excluded.version else stored.version end,
        org_id        = case when :givenOrg then excluded.org_id else stored.org_id end,
        charge_number = case when :givenChargeNumber then excluded.charge_number else stored.charge_number end,
        account_id    = case when :givenAccountId then excluded.account_id else stored.account_id end
    where stored.created_on is distinct from excluded.created_on
        or (:givenOriginalId and stored.original_id is distinct from excluded.original_id)
        or (:givenSegment and stored.segment is distinct from excluded.segment)
        or (:givenVersion and stored.version is distinct from excluded.version)
        or (:givenOrg and stored.org_id is distinct from excluded.org_id)
        or (:givenChargeNumber and stored.charge_number is distinct from excluded.charge_number)
        or (:givenAccountId and stored.account_id is distinct from excluded.account_id)
    returning old.charge_key is null as inserted
)
select count(*) filter (where inserted) as inserted, count(*) filter (where not inserted) as updated
from merged
