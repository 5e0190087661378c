package dev.bookingdate.contracts.check;

import java.util.Locale;

/** What of the spec contracts are to exercise, and how much of it at least. */
public enum Level {
    OPERATION(100),
    STATUS(100),
    REQUEST_MEDIA_TYPE(100),
    RESPONSE_MEDIA_TYPE(100),
    REQUIRED_HEADER(100),
    /** Zuora-Version and Zuora-Org-Ids mean nothing to a tenant without Multi-Org, which is what contracts are about. */
    REQUEST_PARAMETER(60),
    RESPONSE_HEADER(100),
    REQUEST_ENUM_VALUE(100),
    /** Two of the three job types belong to jobs that this service does not run. */
    RESPONSE_ENUM_VALUE(65),
    /** The same refusal has the same example in several operations, and is exercised in one or two of them. */
    EXAMPLE(30);

    private final int floor;

    Level(int floor) {
        this.floor = floor;
    }

    /** Returns the percentage that must be exercised or waived. */
    public int floor() {
        return floor;
    }

    /** The name in reports and waivers: in small letters, with hyphens. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
