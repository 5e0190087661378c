/** Commands of the server's jar, such as {@code import}: the rooms they need without the web server. */
@NullMarked
package dev.bookingdate.server.command;

import org.jspecify.annotations.NullMarked;
