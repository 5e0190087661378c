package dev.bookingdate.desk.check;

import dev.bookingdate.desk.source.SpecNode;

/**
 * A node of a document and what it is.
 *
 * @param shape by the names of {@code shapes.yaml}
 */
record Part(String shape, SpecNode node) {}
