package dev.bookingdate.server.charge;

/** Shows a value of a file in a message: on one line, and not too much of it. */
final class Quoted {

    private static final int LONGEST = 60;

    private Quoted() {}

    static String of(String value) {
        String start = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
        // A terminal must not obey what stands in a file, nor may a line break be hidden in it.
        return "'" + start.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?") + "'";
    }
}
