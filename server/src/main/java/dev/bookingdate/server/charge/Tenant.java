package dev.bookingdate.server.charge;

import java.time.ZoneId;

/** What an import has to know about a tenant. */
record Tenant(long id, ZoneId timeZone, boolean multiOrg) {}
