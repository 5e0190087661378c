package dev.bookingdate.contracts.spec;

/** A header of a response. */
public record Header(SpecNode node, String name, boolean required, SpecNode schema) {}
