package dev.bookingdate.desk.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BundleTest {
    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        write("openapi.yaml", """
                openapi: 3.0.3
                info:
                  title: T
                  version: 1.0.0
                  description: {$ref: guide.md}
                paths:
                  /jobs/{id}:
                    parameters:
                      - $ref: 'parts/parameters.yaml#/Id'
                      - $ref: 'parts/parameters.yaml#/Track'
                    get: {$ref: parts/get.yaml}
                """);
        write("guide.md", "First.\n\nSecond: `a: b`.\n");
        write("parts/get.yaml", """
                operationId: get
                parameters:
                  - {name: page, in: query, schema: {type: integer}}
                responses:
                  '200':
                    description: ok
                    headers: {$ref: 'parameters.yaml#/headers'}
                    content:
                      application/json:
                        schema: {$ref: 'schemas.yaml#/Job'}
                        examples:
                          one: {$ref: 'parameters.yaml#/example'}
                """);
        write("parts/parameters.yaml", """
                Id: {name: id, in: path, required: true, schema: {type: string}}
                Track: {name: Track, in: header, schema: {type: string}}
                headers:
                  Track: {description: The same., schema: {type: string}}
                example:
                  value: {id: '0123', $ref: not one}
                """);
        write("parts/schemas.yaml", """
                Envelope:
                  type: object
                  required: [ok]
                  properties:
                    ok: {type: boolean, description: Whether.}
                    id: {type: string}
                Job:
                  description: A job.
                  allOf:
                    - $ref: '#/Envelope'
                  required: [id]
                  properties:
                    ok: {description: Always true., enum: [true]}
                    next: {$ref: '#/Job'}
                """);
    }

    @Test
    void schemasBecomeComponents_andTheRestIsWrittenOut() {
        JsonNode bundle = bundle();

        assertThat(bundle.at("/info/description").asString()).isEqualTo("First.\n\nSecond: `a: b`.\n");
        JsonNode answer = bundle.at("/paths/~1jobs~1{id}/get/responses/200");
        assertThat(answer.at("/content/application~1json/schema/$ref").asString())
                .isEqualTo("#/components/schemas/Job");
        assertThat(answer.at("/headers/Track/description").asString()).isEqualTo("The same.");
        assertThat(answer.at("/content/application~1json/examples/one/value/$ref")
                        .asString())
                .isEqualTo("not one");
        assertThat(bundle.at("/components/schemas").propertyNames()).containsExactly("Job");
    }

    @Test
    void parametersOfAPath_standInItsOperations_inTheOrderOfARequest() {
        JsonNode path = bundle().at("/paths/~1jobs~1{id}");

        assertThat(path.propertyNames()).containsExactly("get");
        assertThat(path.at("/get/parameters").toString())
                .isEqualTo("[{\"$ref\":\"#/components/parameters/Id\"},"
                        + "{\"name\":\"page\",\"in\":\"query\",\"schema\":{\"type\":\"integer\"}},"
                        + "{\"$ref\":\"#/components/parameters/Track\"}]");
    }

    @Test
    void allOfOfPlainObjects_isOneObject() {
        assertThat(bundle().at("/components/schemas/Job").toString())
                .isEqualTo("{\"type\":\"object\",\"required\":[\"ok\",\"id\"],\"properties\":{"
                        + "\"ok\":{\"type\":\"boolean\",\"description\":\"Always true.\",\"enum\":[true]},"
                        + "\"id\":{\"type\":\"string\"},"
                        + "\"next\":{\"$ref\":\"#/components/schemas/Job\"}},\"description\":\"A job.\"}");
    }

    @Test
    void allOfOfMoreThanPlainObjects_staysAsItIs() throws IOException {
        write("parts/schemas.yaml", """
                Closed: {type: object, additionalProperties: false, properties: {ok: {type: boolean}}}
                Job: {allOf: [{$ref: '#/Closed'}]}
                """);

        assertThat(bundle().at("/components/schemas/Job/allOf/0/$ref").asString())
                .isEqualTo("#/components/schemas/Closed");
    }

    @Test
    void nodesTell_whereTheyWereWritten() {
        SpecNode job = Bundle.read(folder.resolve("openapi.yaml"))
                .get("components")
                .flatMap(components -> components.get("schemas"))
                .flatMap(schemas -> schemas.get("Job"))
                .orElseThrow();

        assertThat(job.pointer()).isEqualTo("/components/schemas/Job");
        assertThat(job.place().toString()).endsWith("schemas.yaml:7:1");
    }

    @Test
    void twoSchemasOfOneName_areRefused() throws IOException {
        write("parts/more.yaml", "Job: {type: string}\n");
        Files.writeString(
                folder.resolve("parts/get.yaml"),
                Files.readString(folder.resolve("parts/get.yaml"))
                        .replace("schema: {type: integer}", "schema: {$ref: 'more.yaml#/Job'}"));

        assertThatThrownBy(this::bundle)
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("schemas.yaml")
                .hasMessageMatching(".*:[0-9]+:[0-9]+: two of the schemas are called Job: .*");
    }

    @Test
    void twoParametersOfOneName_areBothThere() throws IOException {
        write("parts/one.yaml", "Page: {name: page, in: query, schema: {type: integer}}\n");
        write("parts/two.yaml", "Page: {name: page, in: header, schema: {type: string}}\n");
        write(
                "parts/get.yaml",
                "operationId: get\nparameters: [{$ref: 'one.yaml#/Page'}, {$ref: 'two.yaml#/Page'}]\nresponses: {}\n");

        assertThat(bundle().findValuesAsString("in")).contains("query", "header");
    }

    @Test
    void aPartThatNamesItself_isRefused() throws IOException {
        write("parts/get.yaml", "operationId: get\nx-more:\n  $ref: '#/x-more/again'\n");
        write("parts/get.yaml", "operationId: get\nx-more: {again: {$ref: '#/x-more'}}\n");

        assertThatThrownBy(this::bundle).hasMessageEndingWith("$ref leads back to itself: #/x-more");
    }

    @Test
    void theText_saysTheSame_toReadersOfYaml11() throws IOException {
        write(
                "openapi.yaml",
                Files.readString(folder.resolve("openapi.yaml"))
                        .replace("title: T", "title: 'no'")
                        .replace(
                                "version: 1.0.0",
                                "version: '2025-08-12'\n  x-more: ['1e3', on, 0o7, '~', 'a: b', \"it's\", '', ' x', 'y ']"));
        JsonNode bundle = bundle();

        String text = YamlText.of(bundle);

        assertThat(SpecFiles.data("bundle.yaml", text).json()).isEqualTo(bundle);
        assertThat(text).contains("title: 'no'", "version: '2025-08-12'", "'on'", "'1e3'", "'~'");
    }

    private JsonNode bundle() {
        return Bundle.read(folder.resolve("openapi.yaml")).json();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }
}
