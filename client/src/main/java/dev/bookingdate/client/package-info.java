@NullMarked
package dev.bookingdate.client;

import org.jspecify.annotations.NullMarked;
