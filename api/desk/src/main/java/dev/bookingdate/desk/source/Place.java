package dev.bookingdate.desk.source;

/** Where something stands in a file; line and column count from 1. */
public record Place(String file, int line, int column) {

    /** Returns {@code file:line:column}, as editors and terminals open it. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
