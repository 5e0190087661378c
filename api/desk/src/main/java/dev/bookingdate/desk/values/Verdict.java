package dev.bookingdate.desk.values;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether one set of values lies within another.
 *
 * @param witness with NO, a value of the first set that is not in the second
 * @param why with UNCLEAR, what can't be decided
 */
public record Verdict(Kind kind, @Nullable JsonNode witness, String why) {
    /** The three answers. */
    public enum Kind {
        YES,
        NO,
        UNCLEAR
    }

    public static final Verdict YES = new Verdict(Kind.YES, null, "");

    static Verdict no(JsonNode witness) {
        return new Verdict(Kind.NO, witness, "");
    }

    static Verdict unclear(String why) {
        return new Verdict(Kind.UNCLEAR, null, why);
    }

    public boolean isYes() {
        return kind == Kind.YES;
    }

    public boolean isNo() {
        return kind == Kind.NO;
    }

    public boolean isUnclear() {
        return kind == Kind.UNCLEAR;
    }

    /** A proof to the contrary first, the one with the smaller witness; then what is unclear. */
    Verdict worse(Verdict other) {
        if (witness != null && other.witness != null) {
            return witness.toString().length() <= other.witness.toString().length() ? this : other;
        }
        if (isNo() || other.isNo()) {
            return isNo() ? this : other;
        }
        return isYes() ? other : this;
    }
}
