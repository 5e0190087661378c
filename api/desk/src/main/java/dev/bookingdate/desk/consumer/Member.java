package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.source.SpecNode;

/**
 * A header, a parameter or a member of a body that a consumer sends or reads.
 *
 * @param optional whether it may be left out
 * @param schema the values that the consumer sends or takes, in the words of OpenAPI
 * @param node where the consumer says so
 */
public record Member(String name, boolean optional, SpecNode schema, SpecNode node) {}
