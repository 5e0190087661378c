package dev.bookingdate.contracts.spec;

import dev.bookingdate.desk.source.SpecNode;

/**
 * What a request may carry.
 *
 * @param in {@code path}, {@code query} or {@code header}
 */
public record Parameter(SpecNode node, String name, String in, boolean required, SpecNode schema) {}
