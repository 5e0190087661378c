/**
 * What holds for every call, whatever its operation: ids, limits, the access log, and one envelope for all that fails,
 * from a bad request line to a bug. {@link dev.bookingdate.server.http.CallOrder}
 * tells their order.
 */
@NullMarked
package dev.bookingdate.server.http;

import org.jspecify.annotations.NullMarked;
