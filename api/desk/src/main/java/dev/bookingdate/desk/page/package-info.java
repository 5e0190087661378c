/** What people see of a document: the page to try it on, and the reference. */
@NullMarked
package dev.bookingdate.desk.page;

import org.jspecify.annotations.NullMarked;
