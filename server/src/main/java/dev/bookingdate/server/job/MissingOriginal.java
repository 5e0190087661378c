package dev.bookingdate.server.job;

/**
 * A charge whose original is not in the data.
 *
 * @param chargeId the charge's id
 * @param originalId the id that nothing has
 */
public record MissingOriginal(String chargeId, String originalId) {}
