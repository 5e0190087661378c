@NullMarked
package dev.bookingdate.server;

import org.jspecify.annotations.NullMarked;
