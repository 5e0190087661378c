/** What a server in production must not do. Speaks before anything is started. */
@NullMarked
package dev.bookingdate.server.production;

import org.jspecify.annotations.NullMarked;
