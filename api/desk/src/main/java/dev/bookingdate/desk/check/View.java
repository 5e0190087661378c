package dev.bookingdate.desk.check;

import dev.bookingdate.desk.source.SpecNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a rule of the house sees of a node.
 *
 * @param each what it is: operation, answer, member, …
 * @param subject how messages call it
 * @param json what rules are about: what surrounds the node, and in {@code is} the node itself
 */
record View(String each, String subject, SpecNode node, ObjectNode json) {}
