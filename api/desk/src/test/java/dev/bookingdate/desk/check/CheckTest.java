package dev.bookingdate.desk.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
    private static final String DOCUMENT = """
            openapi: 3.0.3
            info: {title: T, version: 1.0.0}
            tags: [{name: Jobs}]
            paths:
              /jobs/{id}:
                get:
                  operationId: getJob
                  tags: [Jobs]
                  parameters:
                    - {name: id, in: path, required: true, schema: {type: string, maxLength: 32}, example: abc}
                  responses:
                    '200':
                      description: the job
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Job'}
                          examples:
                            one: {value: {id: abc, counts: [1, 2]}}
            components:
              schemas:
                Job:
                  type: object
                  required: [id]
                  properties:
                    id: {type: string, maxLength: 32}
                    counts: {type: array, items: {type: integer}}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void document() throws IOException {
        write("openapi.yaml", DOCUMENT);
        release("1.0.0", DOCUMENT);
    }

    private void release(String version, String text) throws IOException {
        Path sums = folder.resolve("released/SHA256SUMS");
        String before = Files.exists(sums) ? Files.readString(sums) : "";
        write("released/" + version + ".yaml", text);
        write(
                "released/SHA256SUMS",
                before + Remark.sha256(text.getBytes(StandardCharsets.UTF_8)) + "  " + version + ".yaml\n");
    }

    @Test
    void released_isLocked() throws IOException {
        edit("released/1.0.0.yaml", "title: T", "title: U");
        assertThat(String.join("\n", red()))
                .contains("1.0.0.yaml:1:1: error release-locked: is not what was released as 1.0.0");

        write("released/SHA256SUMS", "");
        assertThat(String.join("\n", red())).contains("error release-locked: is not in");
    }

    @Test
    void documentAsItWasReleased_isFit() {
        assertThat(red()).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '"',
            value = {
                "description: the job ! descripton: the job ! 13:11: error unknown-keyword: descripton is no keyword of a response; did you mean description?",
                "description: the job ! x-description: the job ! 12:9: error member-missing: 200: a response must have description",
                "type: object ! type: objekt ! 22:7: error type: objekt is no type; types are string, number, integer, boolean, array, object",
                "type: object ! type: [object] ! 22:7: error kind-of-value: type must be a text",
                "items: {type: integer} ! minItems: 1 ! 26:9: error items-missing: counts is an array, so it must have items",
                "maxLength: 32}, example ! pattern: '['}, example ! error pattern: not a regular expression: Unclosed character class",
                "required: true ! required: false ! error path-parameter: id is in the path, so it must be required",
                "name: id ! name: job ! error path-parameter: getJob: {id} in the path is no parameter",
                "tags: [Jobs] ! tags: [Job] ! 8:14: error tag-declared: tag Job is not in the document's tags",
                "'200': ! '20': ! 12:9: error status: 20 is no status: one such as 404, 4XX or default",
                "operationId: getJob ! security: [{key: []}] ! error security-scheme: key must be the name of a security scheme",
                "counts: [1, 2] ! counts: [1, two] ! 18:52: error example-valid: example one: counts.1 string found, integer expected",
                "example: abc ! example: 7 ! example-valid: example: integer found, string expected",
            })
    void mistake_isOneLineWithItsPlace(String from, String to, String line) throws IOException {
        edit("openapi.yaml", from, to);

        assertThat(red()).isNotEmpty();
        assertThat(String.join("\n", red())).contains(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '"',
            value = {
                "type: object ! type: 'object ! not valid YAML",
                "type: object ! type: object\\n      type: string ! openapi.yaml:23:7: duplicate key type, first in line 22",
                "schemas/Job' ! schemas/Jib' ! openapi.yaml:16:15: $ref to nothing: #/components/schemas/Jib",
                "'#/components/schemas/Job' ! 'more.yaml#/Job' ! openapi.yaml:16:15: $ref to a file that is not there: more.yaml",
            })
    void whatCanNotBeRead_isOneLine(String from, String to, String message) throws IOException {
        edit("openapi.yaml", from, to.replace("\\n", "\n"));

        assertThatThrownBy(this::red)
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void difference_needsAVersion_andIsRedBelowIt() throws IOException {
        edit("openapi.yaml", "required: [id]", "required: []");
        assertThat(red()).hasSize(2);
        assertThat(red().get(0))
                .contains("breaking answer-member-optional: Job.id")
                .contains("needs 2.0.0 [f");
        assertThat(red().get(1))
                .contains("error version: against 1.0.0: wire breaking")
                .endsWith("needs 2.0.0, and is 1.0.0");

        edit("openapi.yaml", "version: 1.0.0", "version: 2.0.0");
        assertThat(red()).isEmpty();
    }

    @Test
    void everyRelease_countsByItself_andTellsWhatIsNew() throws IOException {
        release(
                "1.1.0",
                DOCUMENT.replace("version: 1.0.0", "version: 1.1.0").replace("counts: {", "counts: {maxItems: 5, "));
        edit("openapi.yaml", "version: 1.0.0", "version: 1.1.0");

        assertThat(red()).hasSize(2);
        assertThat(red().get(0))
                .contains("breaking answer-max-items-raised: Job.counts")
                .contains("needs 2.0.0");
        assertThat(red().get(1)).contains("against 1.1.0");
    }

    @Test
    void waiver_acceptsWhatItNames_andNothingElse() throws IOException {
        edit("openapi.yaml", "required: [id]", "required: []");
        String fingerprint = red().get(0).replaceFirst(".*\\[(f[0-9a-f]+)]$", "$1");

        write("waivers.yaml", waiver(fingerprint, "2026-11-28"));
        assertThat(red()).isEmpty();

        write("waivers.yaml", waiver(fingerprint, "2026-11-27"));
        assertThat(String.join("\n", red())).contains("error waiver-expired", "answer-member-optional");

        write("waivers.yaml", waiver("f0123456789a", "2027-01-01"));
        assertThat(String.join("\n", red())).contains("error waiver-unused: f0123456789a", "answer-member-optional");

        write("waivers.yaml", waiver(fingerprint, "2027-01-01").replace("reason: ok", "reason: ''"));
        assertThat(red()).singleElement().asString().contains("a waiver must have a reason");
    }

    @Test
    void rule_isToldWithItsPlace() throws IOException {
        write("house-rules.yaml", """
                short-names:
                  says: must have an id of at most 5 letters
                  why: For this test, which needs a rule.
                  each: operation
                  must: {properties: {is: {properties: {operationId: {maxLength: 5}}}}}
                  good: {is: {operationId: get}}
                  bad: {is: {operationId: getAll}}
                """);

        assertThat(red())
                .singleElement()
                .asString()
                .contains("openapi.yaml:7:7: error short-names: getJob must have an id of");
    }

    @Test
    void operationWithoutAnExampleOfAConsumer_isTold() throws IOException {
        write("consumers/web/consumer.yaml", """
                calls:
                  get:
                    request: GET /jobs/{id}
                    sends: {path: {id: {type: string, maxLength: 32}}}
                    answers: {'200': {body: {properties: {id: string}}}}
                """);
        assertThat(red()).singleElement().asString().contains("error contract-missing: getJob has no contract");

        write("consumers/web/get/job.yml", "request: {}\n");
        assertThat(red()).isEmpty();

        edit("openapi.yaml", "required: [id]", "required: []");
        assertThat(red().get(0)).contains("breaks web (get: id in answer 200)");
    }

    @Test
    void operationWithoutAMethod_isReported() throws IOException {
        write("server/Jobs.java", "class Jobs { void getJob() {} }");
        write("client/Client.java", "class Client { void read() { api.getJobWithHttpInfo (id); } } // getAll");
        assertThat(red("server", "client")).isEmpty();

        edit("openapi.yaml", "operationId: getJob", "operationId: getOne");
        edit("openapi.yaml", "version: 1.0.0", "version: 2.0.0");
        assertThat(red("server", "client"))
                .hasSize(2)
                .first()
                .asString()
                .contains("openapi.yaml:6:5: error code-missing: getOne has no method and no call in ");
    }

    @Test
    void changeOfASchema_isOneError_howeverManyExamplesItMakesWrong() throws IOException {
        edit("openapi.yaml", "version: 1.0.0", "version: 1.1.0");
        String indent = "\n" + " ".repeat(16);
        edit(
                "openapi.yaml",
                "counts: [1, 2]}}",
                "counts: [1, 2]}}" + indent + "two: {value: {id: abd}}" + indent + "three: {value: {counts: [1]}}");
        assertThat(red()).singleElement().asString().endsWith("example three: required property 'id' not found");

        edit("openapi.yaml", "required: [id]", "required: [id, status]");
        assertThat(String.join("\n", red()))
                .containsOnlyOnce("'status' not found")
                .contains("example one: required property 'status' not found (and 2 more examples)");
    }

    private static String waiver(String fingerprint, String until) {
        return "waivers:\n  - {fingerprint: %s, reason: ok, until: '%s'}\n".formatted(fingerprint, until);
    }

    private List<String> red(String... code) {
        Optional<Path> consumers = Optional.of(folder.resolve("consumers")).filter(Files::isDirectory);
        return new Check(
                        folder.resolve("openapi.yaml"),
                        consumers,
                        Stream.of(code)
                                .map(one -> new Code("Jobs", folder.resolve(one)))
                                .toList())
                .run(TODAY).remarks().stream()
                        .filter(Remark::isRed)
                        .map(Remark::toString)
                        .toList();
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        write(file, text.replace(from, to));
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }
}
