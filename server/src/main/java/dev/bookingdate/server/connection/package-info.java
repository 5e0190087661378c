/**
 * What keeps callers who are slow, or many, from holding what a stop needs: connections, threads and memory. It knows
 * neither operations nor errors, and holds for the API's port and the management port alike. Imports no other room.
 */
@NullMarked
package dev.bookingdate.server.connection;

import org.jspecify.annotations.NullMarked;
