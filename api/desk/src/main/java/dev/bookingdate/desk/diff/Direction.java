package dev.bookingdate.desk.diff;

/** Which way the values of a schema travel. */
public enum Direction {
    REQUEST("request-"),
    ANSWER("answer-"),
    /** What is no matter of a direction: an operation, its security. */
    CALL("");

    private final String prefix;

    Direction(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }
}
