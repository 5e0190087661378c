package dev.bookingdate.contracts.check;

import java.util.Locale;

/** What of the spec contracts exercise. What is required of them needs a contract, or a waiver that says why there is none. */
public enum Level {
    OPERATION(true),
    STATUS(true),
    REQUEST_MEDIA_TYPE(true),
    RESPONSE_MEDIA_TYPE(true),
    REQUIRED_HEADER(true),
    /** A new one changes nothing for those who don't send it. */
    REQUEST_PARAMETER(false),
    RESPONSE_HEADER(true),
    REQUEST_ENUM_VALUE(true),
    /** Whether a consumer takes a new one, its {@code consumer.yaml} says. */
    RESPONSE_ENUM_VALUE(false);

    private final boolean required;

    Level(boolean required) {
        this.required = required;
    }

    public boolean isRequired() {
        return required;
    }

    /** The name in reports and waivers: in small letters, with hyphens. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
