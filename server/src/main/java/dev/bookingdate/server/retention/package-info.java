/** How long what is over is kept: jobs, their audit, the answers to calls that carried a key. */
@NullMarked
package dev.bookingdate.server.retention;

import org.jspecify.annotations.NullMarked;
