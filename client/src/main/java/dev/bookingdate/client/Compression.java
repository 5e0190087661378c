package dev.bookingdate.client;

/** Which bodies travel compressed with gzip. The client compresses and inflates; callers see plain ones. */
public enum Compression {
    /** None. */
    NONE,
    /** The service is asked for compressed answers; it compresses those of more than 1000 bytes. The default. */
    RESPONSES,
    /** Requests as well: each body that the client sends to a job operation. */
    BOTH
}
