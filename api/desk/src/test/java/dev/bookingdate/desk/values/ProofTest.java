package dev.bookingdate.desk.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets of values, sent and taken; where one does not lie within the other, the smallest witness is shown. */
class ProofTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {type: integer, minimum: 1}                         | {type: integer, minimum: 0, exclusiveMinimum: true} | yes
            {type: integer, maximum: 99}                        | {type: integer, maximum: 100, exclusiveMaximum: true} | yes
            {type: number, minimum: 1}                          | {type: number, minimum: 0, exclusiveMinimum: true}  | yes
            {type: number, minimum: 0, exclusiveMinimum: true}  | {type: number, minimum: 1}                          | 0.5
            {type: number, multipleOf: 0.3}                     | {type: number, multipleOf: 0.1}                     | yes
            {type: number, multipleOf: 0.1}                     | {type: number, multipleOf: 0.3}                     | 1
            {type: integer, minimum: 0, maximum: 9}             | {anyOf: [{type: integer, maximum: 4}, {type: integer, minimum: 5}]} | yes
            {type: integer, minimum: 0, maximum: 9}             | {anyOf: [{type: integer, maximum: 4}, {type: integer, minimum: 6}]} | 5
            {type: integer}                                     | {type: integer, format: int64}                      | -9223372036854775809
            {type: integer, enum: [1, 2]}                       | {type: integer, minimum: 1, maximum: 2}             | yes
            {type: integer, minimum: 1, maximum: 2}             | {type: integer, enum: [2, 1]}                       | yes
            {type: string, pattern: '^[0-9a-f]{8}$'}            | {type: string, minLength: 8, maxLength: 8}          | yes
            {type: string, minLength: 8, maxLength: 8}          | {type: string, pattern: '^[0-9a-f]{8}$'}            | "0A000000"
            {type: string, pattern: '^[ -~]+$', maxLength: 4096} | {type: string, pattern: '^[ -~]+$', maxLength: 5000} | yes
            {type: string, maxLength: 1000000000}               | {type: string, maxLength: 2000000000}               | yes
            {type: string, enum: [a, bb]}                       | {type: string, pattern: '^[ab]b*$'}                 | yes
            {type: string, enum: [a, bb, c]}                    | {anyOf: [{type: string, enum: [a]}, {type: string, minLength: 2}]} | "c"
            {type: string, enum: ['', b]}                       | {type: string, enum: [b]}                           | ""
            {type: string, format: uuid}                        | {type: string, minLength: 36, maxLength: 36}        | yes
            {type: string, format: date}                        | {type: string, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'} | yes
            {type: string}                                      | {type: string, format: date}                        | ""
            {type: string, pattern: '^(?=a).*$'}                | {type: string, pattern: '^(?=a).*$'}                | yes
            {type: string}                                      | {type: string, pattern: '^(?=a).*$'}                | ""
            {type: string, pattern: 'a.{40}$'}                  | {type: string, pattern: 'b.{40}$'}                  | unclear
            {type: string, format: money}                      | {type: string, format: cash}                       | unclear
            {type: string}                                      | {not: {type: integer}}                              | unclear
            {type: integer}                                     | {not: {type: integer}}                              | 0
            {type: string, nullable: true}                      | {type: string}                                      | null
            {nullable: true, allOf: [{type: string}]}           | {type: string}                                      | yes
            {type: string, nullable: true, enum: [a]}           | {type: string, enum: [a]}                           | yes
            {type: array, items: {type: integer}, maxItems: 3}  | {type: array, items: {type: number}}                | yes
            {type: array, items: {type: number}}                | {type: array, items: {type: integer}}               | [0.5]
            {type: array, items: {type: string}}                | {type: array, items: {type: string}, uniqueItems: true} | ["",""]
            {type: array, items: {type: integer}, maxItems: 0}  | {type: array, items: {type: string}}                | yes
            {type: object, properties: {a: {type: string}}, required: [a]} | {type: object, minProperties: 1}         | yes
            {type: object, properties: {a: {type: string}}}     | {type: object, minProperties: 1}                    | {}
            {allOf: [{type: object, properties: {a: {type: string}}}, {type: object, required: [a]}]} | {type: object, properties: {a: {type: string}}, required: [a]} | yes
            {type: object, properties: {a: {type: string}}}     | {type: object, properties: {b: {type: string}}}     | yes
            {type: object, additionalProperties: {type: integer}} | {type: object, properties: {b: {type: string}}}   | {"b":0}
            {oneOf: [{type: string}, {type: integer}]}          | {anyOf: [{type: integer}, {type: string}]}          | yes
            {type: number}                                      | {oneOf: [{type: integer}, {type: number}]}          | 0
            {type: object, properties: {k: {type: string, enum: [x, y]}}, required: [k]} | {oneOf: [{type: object, properties: {k: {type: string, enum: [x]}}, required: [k]}, {type: object, properties: {k: {type: string, enum: [y]}}, required: [k]}]} | yes
            {type: object, properties: {k: {type: string, enum: [x, z]}}, required: [k]} | {oneOf: [{type: object, properties: {k: {type: string, enum: [x]}}, required: [k]}, {type: object, properties: {k: {type: string, enum: [y]}}, required: [k]}]} | {"k":"z"}
            """)
    void within(String sent, String taken, String expected) {
        Verdict verdict = Proof.ofRequests().within(List.of(schema(sent)), List.of(schema(taken)));

        assertThat(shown(verdict)).isEqualTo(expected);
    }

    @Test
    void whatNeverTravels_isNeitherSentNorChecked() {
        SpecNode readOnly = schema("{type: object, properties: {a: {type: string, readOnly: true}}, required: [a]}");
        SpecNode other = schema("{type: object, properties: {a: {type: integer, readOnly: true}}}");

        assertThat(shown(Proof.ofRequests().within(List.of(other), List.of(readOnly))))
                .isEqualTo("yes");
        assertThat(shown(Proof.ofAnswers().within(List.of(other), List.of(readOnly))))
                .isEqualTo("{}");
    }

    @Test
    void schemasThatContainThemselves_areCompared() {
        String tree = "{openapi: 3.0.3, T: {type: object, properties: {v: {type: integer, maximum: %s}, "
                + "next: {$ref: '#/T'}}, required: [v]}}";
        SpecNode small = SpecFiles.of("a", tree.formatted(5)).get("T").orElseThrow();
        SpecNode large = SpecFiles.of("b", tree.formatted(9)).get("T").orElseThrow();

        assertThat(shown(Proof.ofAnswers().within(List.of(small), List.of(large))))
                .isEqualTo("yes");
        assertThat(shown(Proof.ofAnswers().within(List.of(large), List.of(small))))
                .isEqualTo("{\"v\":6}");
    }

    @Test
    void aValueThatWouldHaveToContainItself_isNone() {
        SpecNode endless = SpecFiles.of(
                        "a", "{openapi: 3.0.3, T: {type: object, properties: {next: {$ref: '#/T'}}, required: [next]}}")
                .get("T")
                .orElseThrow();

        assertThat(shown(Proof.ofAnswers().within(List.of(endless), List.of(schema("{type: string}")))))
                .isEqualTo("yes");
    }

    private static SpecNode schema(String yaml) {
        return SpecFiles.data("schema.yaml", yaml);
    }

    private static String shown(Verdict verdict) {
        return verdict.witness() != null ? verdict.witness().toString() : verdict.isYes() ? "yes" : "unclear";
    }
}
