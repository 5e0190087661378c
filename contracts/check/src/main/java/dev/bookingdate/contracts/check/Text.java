package dev.bookingdate.contracts.check;

import org.jspecify.annotations.Nullable;

/**
 * A header, a query parameter or a path of a contract.
 *
 * @param value the example
 * @param pointer of the example
 * @param regex of its matcher; null where the example itself is what is meant
 * @param regexPointer of the matcher; that of the example where there is none
 */
record Text(
        String name, String value, String pointer, @Nullable String regex, String regexPointer) {}
