package dev.bookingdate.server.job;

/**
 * A charge that a job could not write.
 *
 * @param reason which rule refused it; no value of the charge
 */
public record FailedRecord(String chargeId, String reason) {}
