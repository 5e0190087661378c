/** What a document promises: operations, parameters, bodies, responses, security. */
@NullMarked
package dev.bookingdate.desk.api;

import org.jspecify.annotations.NullMarked;
