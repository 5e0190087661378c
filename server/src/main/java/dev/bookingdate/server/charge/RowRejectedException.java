package dev.bookingdate.server.charge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row can't be loaded; the message is the reason. Without a stack trace: there may be a hundred thousand. */
final class RowRejectedException extends Exception {

    private final @Nullable String help;

    RowRejectedException(String reason) {
        this(reason, null);
    }

    /**
     * With help.
     *
     * @param help a sentence that names the option which takes such a row
     */
    RowRejectedException(String reason, @Nullable String help) {
        super(reason, null, false, false);
        this.help = help;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /** The reason without what only this row has, to count rows by. */
    String kind() {
        return reason().replaceAll(":? '.*'", "");
    }

    Optional<String> help() {
        return Optional.ofNullable(help);
    }

    /** The same, said of a column. */
    RowRejectedException of(ChargeColumn column) {
        return new RowRejectedException(column.usualName() + " " + reason(), help);
    }
}
