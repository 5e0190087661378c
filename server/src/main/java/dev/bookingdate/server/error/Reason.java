package dev.bookingdate.server.error;

/** One reason for a refusal: a code of eight digits and a message in English for a person to read. */
public record Reason(String code, String message) {}
