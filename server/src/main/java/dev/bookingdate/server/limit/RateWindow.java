package dev.bookingdate.server.limit;

/** The windows in which a tenant's calls are counted. */
enum RateWindow {
    MINUTE("minute", 60),
    HOUR("hour", 3_600),
    DAY("day", 86_400);

    private final String text;
    private final int seconds;

    RateWindow(String text, int seconds) {
        this.text = text;
        this.seconds = seconds;
    }

    /** As a message names it. */
    String text() {
        return text;
    }

    int seconds() {
        return seconds;
    }
}
