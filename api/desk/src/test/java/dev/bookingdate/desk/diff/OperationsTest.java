package dev.bookingdate.desk.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.source.SpecFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What decides between rules: ranges, defaults, and places where the same is said. */
class OperationsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {responses: {200: {description: a}, 4XX: $S}}         | {responses: {200: {description: a}, 4XX: $S, 404: $I}}  | breaking
            {responses: {200: {description: a}, 4XX: $S}}         | {responses: {200: {description: a}, 4XX: $S, 404: $S}}  | compatible
            {responses: {200: {description: a}, default: $S}}     | {responses: {200: {description: a}, 4XX: $S, default: $S}} | compatible
            {responses: {200: {description: a}, 404: $S, 4XX: $I}} | {responses: {200: {description: a}, 4XX: $I}}          | breaking
            {responses: {200: {description: a}, 404: $S}}         | {responses: {200: {description: a}, default: $S}}       | compatible
            {requestBody: $S, responses: {}}                      | {requestBody: $R, responses: {}}                        | compatible
            {requestBody: $R, responses: {}}                      | {requestBody: $S, responses: {}}                        | breaking
            {security: [], responses: {}}                         | {security: [{}], responses: {}}                         | none
            {security: [{key: []}], responses: {}}                | {security: [{key: []}, {}], responses: {}}              | compatible
            {security: [{}], responses: {}}                       | {security: [{key: []}], responses: {}}                  | breaking
            {parameters: [{name: X-A, in: header, schema: {}}], responses: {}} | {parameters: [{name: x-a, in: header, schema: {}}], responses: {}} | none
            {parameters: [{name: Accept, in: header, schema: {}}], responses: {}} | {responses: {}}                         | none
            {parameters: [{name: a, in: query, schema: {type: array}}], responses: {}} | {parameters: [{name: a, in: query, style: form, explode: true, schema: {type: array}}], responses: {}} | none
            {parameters: [{name: a, in: query, schema: {type: string}}], responses: {}} | {parameters: [{name: a, in: cookie, schema: {type: string}}], responses: {}} | unclear
            {responses: {}, callbacks: {a: {}}}                   | {responses: {}, callbacks: {b: {}}}                     | unclear
            """)
    void verdictOnTheWire(String before, String after, String expected) {
        assertThat(between(before, after).level(Plane.WIRE).shown()).isEqualTo(expected);
    }

    @Test
    void parametersThatMoveToThePath_areTheSame() {
        String one = "{openapi: 3.0.3, paths: {/a: {get: {operationId: a, parameters: $P, responses: {}}}}}";
        String other = "{openapi: 3.0.3, paths: {/a: {parameters: $P, get: {operationId: a, responses: {}}}}}";
        String parameter = "[{name: n, in: query, required: true, schema: {type: string}}]";

        assertThat(Documents.between(
                                Api.read("one", one.replace("$P", parameter)),
                                Api.read("other", other.replace("$P", parameter)))
                        .findings())
                .isEmpty();
    }

    @Test
    void oneChangeOfASharedSchema_isOneFinding_howeverManyOperationsReachIt() {
        String document = "{openapi: 3.0.3, paths: {/a: {get: $O, put: $O, post: $O}}, "
                + "components: {schemas: {Job: {type: object, properties: {n: {type: integer, maximum: %s}}}}}}";
        String operation = "{responses: {200: {description: ok, content: {application/json: "
                + "{schema: {type: object, properties: {job: {$ref: '#/components/schemas/Job'}}}}}}}}";

        List<Finding> findings = Documents.between(
                        Api.read("one", document.formatted(5).replace("$O", operation)),
                        Api.read("other", document.formatted(9).replace("$O", operation)))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.message()).startsWith("Job.n: maximum 5 became maximum 9");
            assertThat(finding.operations()).containsExactly("GET /a", "POST /a", "PUT /a");
        });
    }

    private static Difference between(String before, String after) {
        return Documents.between(operation("before", before), operation("after", after));
    }

    private static Api operation(String name, String yaml) {
        String body = "{description: a, content: {%s: {schema: {type: %s}}}}";
        String filled = yaml.replace("$S", body.formatted("text/plain", "string"))
                .replace("$I", body.formatted("text/plain", "integer"))
                .replace("$R", body.formatted("text/*", "string"));
        return Documents.of(name, "operation", SpecFiles.data(name, filled).json(), Direction.CALL);
    }
}
