/** Tells a tenant's endpoint that a job has ended: signed, repeated until it is taken, and never in the way of a job. */
@NullMarked
package dev.bookingdate.server.webhook;

import org.jspecify.annotations.NullMarked;
