package dev.bookingdate.client;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Where two JSON values differ, by JSON pointer. */
final class JsonDifferences {
    private final boolean furtherMembersAllowed;
    private final List<String> found = new ArrayList<>();

    private JsonDifferences(boolean furtherMembersAllowed) {
        this.furtherMembersAllowed = furtherMembersAllowed;
    }

    static List<String> between(String pointer, JsonNode wanted, JsonNode actual) {
        return of(false, pointer, wanted, actual);
    }

    /** Members of objects that were not wanted are no difference. */
    static List<String> ofWanted(String pointer, JsonNode wanted, JsonNode actual) {
        return of(true, pointer, wanted, actual);
    }

    private static List<String> of(boolean furtherAllowed, String pointer, JsonNode wanted, JsonNode actual) {
        JsonDifferences differences = new JsonDifferences(furtherAllowed);
        differences.compare(pointer, wanted, actual);
        return differences.found;
    }

    private void compare(String pointer, JsonNode wanted, JsonNode actual) {
        if (wanted.isObject() && actual.isObject()) {
            wanted.properties()
                    .forEach(member ->
                            compare(pointer + "/" + member.getKey(), member.getValue(), actual.path(member.getKey())));
            if (!furtherMembersAllowed) {
                actual.properties().stream()
                        .filter(member -> !wanted.has(member.getKey()))
                        .forEach(member ->
                                found.add(pointer + "/" + member.getKey() + ": not wanted, but " + member.getValue()));
            }
        } else if (wanted.isArray() && actual.isArray() && wanted.size() == actual.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                compare(pointer + "/" + i, wanted.get(i), actual.get(i));
            }
        } else if (!wanted.isNumber() || !actual.isNumber() || wanted.asLong() != actual.asLong()) {
            if (!wanted.equals(actual)) {
                found.add(pointer + ": " + shown(wanted) + " is wanted, but " + shown(actual));
            }
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }
}
