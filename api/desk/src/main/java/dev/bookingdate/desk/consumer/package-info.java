/** What consumers of an API rely on, and which of them a document breaks. */
@NullMarked
package dev.bookingdate.desk.consumer;

import org.jspecify.annotations.NullMarked;
