/** Whether a document is fit to be released: valid, by the rules of the house, and for those who rely on it. */
@NullMarked
package dev.bookingdate.desk.check;

import org.jspecify.annotations.NullMarked;
