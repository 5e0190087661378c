package dev.bookingdate.desk.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'openapi: 3.0.3\\ninfo: {a: 1'          | spec.yaml:2:12: not valid YAML
            'openapi: 3.0.3\\n\\tinfo: x'           | spec.yaml:2:1: not valid YAML
            'openapi: 3.0.3\\na: 1\\nb: 2\\na: 3'   | spec.yaml:4:1: duplicate key a, first in line 2
            'openapi: 3.0.3\\na: {x: 1, x: 2}'      | spec.yaml:2:11: duplicate key x, first in line 2
            'openapi: 3.0.3\\na: &a [*a]'           | spec.yaml:2
            'openapi: 3.0.3\\na: {$ref: "#/b"}'     | 'spec.yaml:2:1: $ref to nothing: #/b'
            'openapi: 3.0.3\\na: {$ref: "b.yaml"}'  | 'spec.yaml:2:1: $ref to a file that is not there: b.yaml'
            'openapi: 3.0.3\\na: {$ref: "http://b"}'| 'spec.yaml:2:1: $ref http://b is not a file'
            'openapi: 3.0.3\\na: {$ref: "#/b"}\\nb: {$ref: "#/a"}' | 'spec.yaml:2:1: $ref leads back to itself: #/b'
            'openapi: 3.1.0'                        | spec.yaml:1:1: OpenAPI 3.1.0 is not supported
            'swagger: 2.0'                          | spec.yaml:1:1: no OpenAPI document
            'a list'                                | spec.yaml:1:1: the document must be an object
            ''                                      | spec.yaml:1:1: the document must be an object
            """)
    void aSlip_isOneLineWithItsPlace(String text, String message) {
        assertThatThrownBy(() ->
                        SpecFiles.of("spec.yaml", text.replace("\\n", "\n").replace("\\t", "\t")))
                .isInstanceOf(UnusableException.class)
                .hasMessageStartingWith(message)
                .satisfies(failure -> assertThat(failure.getMessage()).hasLineCount(1));
    }

    @Test
    void aReferenceToAnotherFile_isFollowed_alsoFromThere() throws Exception {
        Files.createDirectories(folder.resolve("schemas"));
        Files.writeString(folder.resolve("openapi.yaml"), """
                openapi: 3.0.3
                a:
                  $ref: schemas/job.yaml#/Job
                """);
        Files.writeString(folder.resolve("schemas/job.yaml"), """
                Job:
                  properties:
                    state:
                      $ref: './state.yaml'
                """);
        Files.writeString(folder.resolve("schemas/state.yaml"), "type: string\n");

        SpecNode state = SpecFiles.read(folder.resolve("openapi.yaml"))
                .get("a")
                .flatMap(job -> job.get("properties"))
                .flatMap(all -> all.get("state"))
                .orElseThrow();

        assertThat(state.text("type")).contains("string");
        assertThat(state.get("type").orElseThrow().place()).hasToString(folder.resolve("schemas/state.yaml") + ":1:1");
    }

    @Test
    void json_isReadAsWell_andEachNodeKnowsItsPlace() {
        SpecNode root = SpecFiles.of("spec.json", """
                {"openapi": "3.0.3",
                 "paths": {"/a/b": {"x": [1, 2.50, true, null, "no"]}}}
                """);

        SpecNode list = root.get("paths")
                .flatMap(paths -> paths.get("/a/b"))
                .flatMap(item -> item.get("x"))
                .orElseThrow();
        assertThat(list.pointer()).isEqualTo("/paths/~1a~1b/x");
        assertThat(list.place()).hasToString("spec.json:2:21");
        assertThat(list.json().toString()).isEqualTo("[1,2.50,true,null,\"no\"]");
    }

    @Test
    void anAliasAndAMergeKey_standForWhatTheyName() {
        SpecNode root = SpecFiles.of("spec.yaml", """
                openapi: 3.0.3
                b: &b {x: 1}
                a: {<<: *b, y: *b}
                """);

        assertThat(root.get("a").orElseThrow().json().toString()).isEqualTo("{\"y\":{\"x\":1},\"x\":1}");
    }

    @Test
    void aReferenceInAnExample_isData() {
        SpecNode root = SpecFiles.of("spec.yaml", """
                openapi: 3.0.3
                example: {$ref: '#/nowhere'}
                """);

        assertThat(root.raw("example").flatMap(SpecNode::reference)).contains("#/nowhere");
    }
}
