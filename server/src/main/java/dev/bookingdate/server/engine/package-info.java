/**
 * Runs jobs: db-scheduler decides who, the job's own rows decide what. A job is walked in windows and stripes, each chunk
 * one statement; a stop cancels the statement in flight, and any node settles a job whose node is gone.
 */
@NullMarked
package dev.bookingdate.server.engine;

import org.jspecify.annotations.NullMarked;
