package dev.bookingdate.contracts.spec;

import dev.bookingdate.desk.source.SpecNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A text as the JSON that it stands for under a schema: headers, queries and forms are text only. */
public final class Typed {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Typed() {}

    public static JsonNode value(SpecNode schema, String text) {
        String type = type(schema).orElse("string");
        boolean number = type.equals("integer") || type.equals("number");
        if (number && text.matches("-?[0-9]{1,18}")) {
            return JSON.numberNode(Long.parseLong(text));
        }
        if (number && text.matches("-?[0-9]{1,18}[.][0-9]{1,18}")) {
            return JSON.numberNode(new BigDecimal(text));
        }
        return type.equals("boolean") && text.matches("true|false")
                ? JSON.booleanNode(text.equals("true"))
                : JSON.stringNode(text);
    }

    /** Its own, or the first one of its parts. */
    private static Optional<String> type(SpecNode schema) {
        return schema.text("type")
                .or(() -> List.of("allOf", "oneOf", "anyOf").stream()
                        .flatMap(parts -> schema.items(parts).stream())
                        .flatMap(part -> type(part.resolved()).stream())
                        .findFirst());
    }
}
