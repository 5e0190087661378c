package dev.bookingdate.contracts.agreement;

/**
 * What one side says of one contract.
 *
 * @param contract {@code <consumer>/<operation folder>/<case>}
 * @param message why they disagree; empty where they agree
 * @param of the {@link Fingerprint} of contract, spec and code at that time: a verdict on others counts for nothing
 */
public record Verdict(String contract, Side side, boolean agrees, String message, String of) {}
