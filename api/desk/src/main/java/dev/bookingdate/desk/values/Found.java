package dev.bookingdate.desk.values;

import org.jspecify.annotations.Nullable;

/**
 * A value that one set has and another lacks.
 *
 * @param value null where there is none
 * @param why why it is not known whether there is one; empty where it is known
 */
record Found<T>(@Nullable T value, String why) {
    static <T> Found<T> none() {
        return new Found<>(null, "");
    }

    static <T> Found<T> one(T value) {
        return new Found<>(value, "");
    }

    static <T> Found<T> unclear(String why) {
        return new Found<>(null, why);
    }

    boolean isNone() {
        return value == null && why.isEmpty();
    }
}
