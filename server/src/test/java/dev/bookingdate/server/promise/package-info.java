/** Every answer that a server gives in a test, whoever asked and however, is held against the spec. */
@NullMarked
package dev.bookingdate.server.promise;

import org.jspecify.annotations.NullMarked;
