package dev.bookingdate.contracts.spec;

import dev.bookingdate.desk.source.SpecNode;

/** A header of a response. */
public record Header(SpecNode node, String name, boolean required, SpecNode schema) {}
