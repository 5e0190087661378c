package dev.bookingdate.desk.diff;

import static dev.bookingdate.desk.diff.Effect.DIFFERS;
import static dev.bookingdate.desk.diff.Effect.GAINS;
import static dev.bookingdate.desk.diff.Effect.LOSES;
import static dev.bookingdate.desk.diff.Effect.NARROWS;
import static dev.bookingdate.desk.diff.Effect.NOTE;
import static dev.bookingdate.desk.diff.Effect.UNKNOWN;
import static dev.bookingdate.desk.diff.Effect.WIDENS;
import static dev.bookingdate.desk.diff.Plane.BEHAVIOUR;
import static dev.bookingdate.desk.diff.Plane.DOCUMENTATION;
import static dev.bookingdate.desk.diff.Plane.SOURCE;
import static dev.bookingdate.desk.diff.Plane.WIRE;

import java.util.Locale;

/** The kinds of change. Reasons, advice and examples are in {@code rules.yaml}. */
public enum Change {
    // Values
    TYPE_CHANGED(WIRE, DIFFERS, true),
    TYPE_NARROWED(WIRE, NARROWS, true),
    TYPE_WIDENED(WIRE, WIDENS, true),
    NULL_ADDED(WIRE, WIDENS),
    NULL_REMOVED(WIRE, NARROWS),
    ENUM_VALUE_ADDED(WIRE, WIDENS),
    ENUM_VALUE_REMOVED(WIRE, NARROWS, true),
    OPEN_ENUM_VALUE_ADDED(WIRE, GAINS),
    ENUM_ADDED(WIRE, NARROWS, true),
    ENUM_REMOVED(WIRE, WIDENS, true),
    PATTERN_NARROWED(WIRE, NARROWS),
    PATTERN_WIDENED(WIRE, WIDENS),
    PATTERN_CHANGED(WIRE, DIFFERS),
    MIN_LENGTH_RAISED(WIRE, NARROWS),
    MIN_LENGTH_LOWERED(WIRE, WIDENS),
    MAX_LENGTH_LOWERED(WIRE, NARROWS),
    MAX_LENGTH_RAISED(WIRE, WIDENS),
    FORMAT_NARROWED(WIRE, NARROWS, true),
    FORMAT_WIDENED(WIRE, WIDENS, true),
    FORMAT_CHANGED(WIRE, DIFFERS, true),
    MINIMUM_RAISED(WIRE, NARROWS),
    MINIMUM_LOWERED(WIRE, WIDENS),
    MAXIMUM_LOWERED(WIRE, NARROWS),
    MAXIMUM_RAISED(WIRE, WIDENS),
    MULTIPLE_OF_NARROWED(WIRE, NARROWS),
    MULTIPLE_OF_WIDENED(WIRE, WIDENS),
    MULTIPLE_OF_CHANGED(WIRE, DIFFERS),
    MIN_ITEMS_RAISED(WIRE, NARROWS),
    MIN_ITEMS_LOWERED(WIRE, WIDENS),
    MAX_ITEMS_LOWERED(WIRE, NARROWS),
    MAX_ITEMS_RAISED(WIRE, WIDENS),
    UNIQUE_ITEMS_ADDED(WIRE, NARROWS),
    UNIQUE_ITEMS_REMOVED(WIRE, WIDENS),
    MIN_PROPERTIES_RAISED(WIRE, NARROWS),
    MIN_PROPERTIES_LOWERED(WIRE, WIDENS),
    MAX_PROPERTIES_LOWERED(WIRE, NARROWS),
    MAX_PROPERTIES_RAISED(WIRE, WIDENS),
    MEMBER_ADDED(WIRE, GAINS),
    MEMBER_ADDED_REQUIRED(WIRE, NARROWS),
    MEMBER_ADDED_TO_CLOSED(WIRE, WIDENS),
    MEMBER_ADDED_TO_MAP(WIRE, DIFFERS),
    MEMBER_REMOVED(WIRE, LOSES, true),
    MEMBER_REMOVED_FROM_CLOSED(WIRE, NARROWS, true),
    MEMBER_IGNORED(BEHAVIOUR, UNKNOWN, true),
    MEMBER_REQUIRED(WIRE, NARROWS),
    MEMBER_OPTIONAL(WIRE, WIDENS),
    OTHER_MEMBERS_NARROWED(WIRE, NARROWS),
    OTHER_MEMBERS_WIDENED(WIRE, WIDENS),
    BRANCH_ADDED(WIRE, WIDENS),
    BRANCH_REMOVED(WIRE, NARROWS),
    VALUES_NARROWED(WIRE, NARROWS),
    VALUES_WIDENED(WIRE, WIDENS),
    VALUES_UNCLEAR(WIRE, UNKNOWN),
    DISCRIMINATOR_CHANGED(WIRE, DIFFERS, true),
    MAPPING_ADDED(WIRE, WIDENS),
    MAPPING_REMOVED(WIRE, NARROWS),
    DEFAULT_CHANGED(BEHAVIOUR, UNKNOWN),
    FORM_CHANGED(SOURCE, DIFFERS),
    SCHEMA_RENAMED(SOURCE, DIFFERS),
    SCHEMA_DEPRECATED(DOCUMENTATION, NOTE),
    TEXT_CHANGED(DOCUMENTATION, NOTE),
    // Operations
    OPERATION_ADDED(WIRE, GAINS),
    OPERATION_REMOVED(WIRE, LOSES, true),
    OPERATION_REMOVED_BEFORE_SUNSET(WIRE, LOSES, true),
    OPERATION_REMOVED_AFTER_SUNSET(WIRE, NOTE, true),
    OPERATION_DEPRECATED(DOCUMENTATION, NOTE),
    OPERATION_REACTIVATED(DOCUMENTATION, NOTE),
    SUNSET_EARLIER(BEHAVIOUR, LOSES),
    SUNSET_LATER(BEHAVIOUR, GAINS),
    SUNSET_UNREADABLE(BEHAVIOUR, UNKNOWN),
    OPERATION_ID_CHANGED(SOURCE, DIFFERS),
    TAG_CHANGED(SOURCE, DIFFERS),
    PATH_PARAMETER_RENAMED(SOURCE, NOTE),
    PARAMETERS_REORDERED(SOURCE, NOTE),
    ERROR_CODE_ADDED(BEHAVIOUR, GAINS),
    ERROR_CODE_REMOVED(BEHAVIOUR, LOSES),
    KEYWORD_UNCLEAR(WIRE, UNKNOWN),
    // Requests
    PARAMETER_ADDED(WIRE, GAINS),
    PARAMETER_ADDED_REQUIRED(WIRE, NARROWS, true),
    PARAMETER_REMOVED(WIRE, UNKNOWN, true),
    PARAMETER_REQUIRED(WIRE, NARROWS),
    PARAMETER_OPTIONAL(WIRE, WIDENS),
    PARAMETER_STYLE_CHANGED(WIRE, DIFFERS),
    BODY_ADDED(WIRE, GAINS),
    BODY_ADDED_REQUIRED(WIRE, NARROWS, true),
    BODY_REMOVED(WIRE, LOSES, true),
    BODY_REQUIRED(WIRE, NARROWS),
    BODY_OPTIONAL(WIRE, WIDENS),
    MEDIA_TYPE_ADDED(WIRE, GAINS),
    MEDIA_TYPE_REMOVED(WIRE, LOSES),
    // Answers
    STATUS_ADDED(WIRE, GAINS),
    STATUS_REMOVED(WIRE, LOSES),
    ERROR_STATUS_ADDED(WIRE, GAINS),
    ERROR_STATUS_REMOVED(WIRE, NOTE),
    HEADER_ADDED(WIRE, GAINS),
    HEADER_REMOVED(WIRE, LOSES),
    HEADER_REMOVED_OPTIONAL(WIRE, UNKNOWN),
    HEADER_REQUIRED(WIRE, NARROWS),
    HEADER_OPTIONAL(WIRE, WIDENS),
    // Security and servers
    SECURITY_ALTERNATIVE_ADDED(WIRE, GAINS),
    SECURITY_ALTERNATIVE_REMOVED(WIRE, LOSES),
    SECURITY_REQUIREMENT_ADDED(WIRE, LOSES),
    SECURITY_REQUIREMENT_REMOVED(WIRE, GAINS),
    SECURITY_SCHEME_CHANGED(WIRE, LOSES),
    SERVER_PATH_CHANGED(WIRE, DIFFERS),
    SERVER_CHANGED(DOCUMENTATION, NOTE);

    private final Plane plane;
    private final Effect effect;
    private final boolean source;

    Change(Plane plane, Effect effect) {
        this(plane, effect, false);
    }

    /** @param source whether generated code loses a name or gets another type as well */
    Change(Plane plane, Effect effect, boolean source) {
        this.plane = plane;
        this.effect = effect;
        this.source = source;
    }

    public Plane plane() {
        return plane;
    }

    Effect effect() {
        return effect;
    }

    /** Whether it is a matter of sets, so that a breaking one has a witness. */
    boolean isOfValues() {
        return compareTo(VALUES_WIDENED) <= 0 && plane == WIRE && effect != LOSES && effect != GAINS;
    }

    boolean isOfSource() {
        return source;
    }

    /** Returns the name of the rule, without the direction. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
