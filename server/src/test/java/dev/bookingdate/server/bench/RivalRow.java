package dev.bookingdate.server.bench;

import java.time.LocalDate;

/** What the rival reads of a charge. */
record RivalRow(long key, LocalDate originalDate) {}
