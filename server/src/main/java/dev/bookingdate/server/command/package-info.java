/** What the commands of the jar have in common: their database, their exit codes, and how they refuse. */
@NullMarked
package dev.bookingdate.server.command;

import org.jspecify.annotations.NullMarked;
