package dev.bookingdate.desk.values;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A set of JSON values: those of any of its cases. The cases are found when they are asked for, so schemas may recur. */
public final class Values {
    static final Values ANY = new Values(() -> List.of(Case.any()));
    static final Values NOTHING = new Values(List::of);

    private final Supplier<List<Case>> source;
    private @Nullable List<Case> cases;

    Values(Supplier<List<Case>> source) {
        this.source = source;
    }

    /** Returns the alternatives, each without choices of its own above the level of members and items. */
    public List<Case> cases() {
        if (cases == null) {
            cases = List.copyOf(source.get());
        }
        return cases;
    }
}
