package dev.bookingdate.desk.diff;

/** What a change does. The level follows from it and from the direction. */
enum Effect {
    /** Fewer values. */
    NARROWS,
    /** More values. */
    WIDENS,
    /** Some values go, others come. */
    DIFFERS,
    /** Something that could be relied on is gone. */
    LOSES,
    /** Something more can be relied on, or used. */
    GAINS,
    /** Can't be decided. */
    UNKNOWN,
    /** Worth a word. */
    NOTE;

    Level level(Direction direction) {
        return switch (this) {
            case NARROWS -> direction == Direction.ANSWER ? Level.COMPATIBLE : Level.BREAKING;
            case WIDENS -> direction == Direction.ANSWER ? Level.BREAKING : Level.COMPATIBLE;
            case DIFFERS, LOSES -> Level.BREAKING;
            case GAINS, NOTE -> Level.COMPATIBLE;
            case UNKNOWN -> Level.UNCLEAR;
        };
    }

    /** Returns the effect of the change the other way round. */
    Effect mirrored() {
        return switch (this) {
            case NARROWS -> WIDENS;
            case WIDENS -> NARROWS;
            case LOSES -> GAINS;
            case GAINS -> LOSES;
            default -> this;
        };
    }
}
