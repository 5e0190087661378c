/** A PostgreSQL that needs no installation: started on a folder, shared by the processes that name the same one. */
@NullMarked
package dev.bookingdate.postgres;

import org.jspecify.annotations.NullMarked;
