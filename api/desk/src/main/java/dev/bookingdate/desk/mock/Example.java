package dev.bookingdate.desk.mock;

import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An example of an answer.
 *
 * @param status as the document has it: a number, {@code 4XX} or {@code DEFAULT}
 * @param name empty for the only one of its media type
 */
record Example(String status, SpecNode response, String type, String name, SpecNode value) {

    /** Returns all examples of an operation, in the order of the document. */
    static List<Example> all(Operation operation) {
        List<Example> all = new ArrayList<>();
        operation
                .responses()
                .forEach((status, response) -> response.members("content").forEach((type, raw) -> {
                    SpecNode media = raw.resolved();
                    for (Map.Entry<String, SpecNode> one :
                            media.members("examples").entrySet()) {
                        one.getValue()
                                .resolved()
                                .raw("value")
                                .ifPresent(value -> all.add(new Example(status, response, type, one.getKey(), value)));
                    }
                    media.raw("example")
                            .or(() -> media.has("examples")
                                    ? Optional.empty()
                                    : media.get("schema").flatMap(schema -> schema.raw("example")))
                            .ifPresent(value -> all.add(new Example(status, response, type, "", value)));
                }));
        return all;
    }

    /** Whether it is what the operation answers with a status. */
    boolean isOf(Operation operation, String code) {
        return operation.response(code).filter(response::equals).isPresent()
                && (status.equals(code) || !operation.responses().containsKey(code));
    }

    /** Returns a status that the document has no other answer for, in its range. */
    int number() {
        return switch (status) {
            case "DEFAULT" -> 500;
            case "1XX", "2XX", "3XX", "4XX", "5XX" -> (status.charAt(0) - '0') * 100;
            default -> Integer.parseInt(status);
        };
    }

    String text() {
        return type.contains("json") || !value.json().isString() ? value.json().toString() : value.text();
    }

    static String names(List<Example> examples) {
        return examples.stream()
                .map(one -> one.status() + (one.name().isEmpty() ? "" : " " + one.name()))
                .collect(Collectors.joining(", "));
    }
}
