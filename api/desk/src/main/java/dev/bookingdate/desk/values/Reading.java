package dev.bookingdate.desk.values;

/**
 * How a schema is read. What is sent by one version has to be taken by the other: a request is sent by clients of the old
 * version, an answer by servers of the new one. Members that travel the other way only ({@code readOnly} in requests,
 * {@code writeOnly} in answers) are never sent, and ignored where they come.
 */
public enum Reading {
    REQUEST_SENT("readOnly", true),
    REQUEST_TAKEN("readOnly", false),
    ANSWER_SENT("writeOnly", true),
    ANSWER_TAKEN("writeOnly", false);

    private final String otherWay;
    private final boolean sent;

    Reading(String otherWay, boolean sent) {
        this.otherWay = otherWay;
        this.sent = sent;
    }

    /** Returns the keyword of members that don't travel this way. */
    String otherWay() {
        return otherWay;
    }

    /** Whether it is read as what somebody may send, not as what somebody has to take. */
    boolean isSent() {
        return sent;
    }
}
