/** The difference between two versions of a document: rules, findings, levels. */
@NullMarked
package dev.bookingdate.desk.diff;

import org.jspecify.annotations.NullMarked;
