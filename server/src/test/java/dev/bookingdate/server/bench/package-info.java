/** Benchmarks, each named by {@code -Dbench=NAME}: see docs/benchmarks.md. No build runs them; every build compiles them. */
@NullMarked
package dev.bookingdate.server.bench;

import org.jspecify.annotations.NullMarked;
