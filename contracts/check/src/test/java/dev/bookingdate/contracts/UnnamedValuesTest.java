package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.UnnamedValues.Text;
import dev.bookingdate.contracts.spec.Parameter;
import dev.bookingdate.contracts.spec.Spec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What stubs ask of values that no contract names is what the spec says of them. */
class UnnamedValuesTest {

    @Test
    void headersAndQueryParameters_areThoseOfTheSpec() {
        List<Parameter> parameters = Spec.read().operations().stream()
                .flatMap(operation -> operation.parameters().stream())
                .filter(parameter -> !parameter.in().equals("path"))
                .toList();

        assertThat(parameters.stream()
                        .filter(parameter -> parameter.in().equals("header"))
                        .map(Parameter::name)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(UnnamedValues.HEADERS.keySet());
        assertThat(parameters.stream()
                        .filter(parameter -> parameter.in().equals("query"))
                        .map(Parameter::name)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(queries().keySet());
        assertThat(parameters).allSatisfy(parameter -> {
            Map<String, Text> all = parameter.in().equals("header") ? UnnamedValues.HEADERS : queries();
            isWhatTheSpecSays(parameter.schema().json(), all.get(parameter.name()));
        });
    }

    private static Map<String, Text> queries() {
        Map<String, Text> all = new HashMap<>();
        UnnamedValues.QUERY.values().forEach(all::putAll);
        return all;
    }

    private static void isWhatTheSpecSays(JsonNode schema, Text text) {
        if (schema.path("type").asString().equals("integer")) {
            assertThat(schema.path("minimum").asInt()).isEqualTo(1);
            assertThat(schema.path("maximum").asInt()).isEqualTo(1000);
            assertThat(List.of("1", "9", "10", "999", "1000")).allMatch(number -> number.matches(text.pattern()));
            assertThat(List.of("0", "-1", "1001", "01", "")).noneMatch(number -> number.matches(text.pattern()));
        } else if (schema.path("type").asString().equals("boolean")) {
            assertThat(List.of("true", "false")).allMatch(value -> value.matches(text.pattern()));
            assertThat(List.of("", "1", "yes", "True")).noneMatch(value -> value.matches(text.pattern()));
        } else {
            assertThat(text.pattern()).isEqualTo(schema.path("pattern").asString(""));
            assertThat(text.least()).isEqualTo(schema.path("minLength").asInt(0));
            assertThat(text.most()).isEqualTo(schema.path("maxLength").asInt());
        }
    }
}
