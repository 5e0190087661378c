-- How the tenant's imports name the columns of a charge, in their order: an export uses the same names, so that the billing
-- system takes the file back. Null before the first import.
alter table tenant add column charge_header text[];
