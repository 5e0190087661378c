package dev.bookingdate.desk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.source.UnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumersTest {
    private static final String SPEC = """
            openapi: 3.0.3
            info: {title: jobs, version: 1.0.0}
            paths:
              /jobs/{id}:
                parameters:
                  - {name: id, in: path, required: true, schema: {type: string, maxLength: 32}}
                get:
                  operationId: getJob
                  parameters:
                    - {name: Key, in: header, required: false, schema: {type: string, maxLength: 255}}
                  x-error-codes:
                    - {status: 404, code: '50000040'}
                  responses:
                    '200':
                      description: the job
                      headers:
                        Track-Id: {required: true, schema: {type: string}}
                      content:
                        application/json:
                          schema:
                            type: object
                            required: [job]
                            properties:
                              job: {$ref: '#/components/schemas/Job'}
                    '404':
                      description: none
                      content:
                        application/json:
                          schema:
                            type: object
                            required: [code]
                            properties:
                              code: {type: string, pattern: '^[0-9]{8}$'}
            components:
              schemas:
                Job:
                  type: object
                  required: [id, status, progress, steps]
                  properties:
                    id: {type: string}
                    status: {type: string, enum: [RUNNING, DONE]}
                    progress: {type: string}
                    reason: {type: string}
                    unread: {type: string}
                    steps:
                      type: array
                      items:
                        type: object
                        required: [name]
                        properties:
                          name: {type: string}
            """;

    private static final String STRICT = """
            replayedBy: client
            shapes:
              error: &error {properties: {code: {type: string, pattern: '^[0-9]{8}$'}}}
            answers:
              default: {body: *error}
            calls:
              get:
                request: GET /jobs/{job}
                sends:
                  path: {job: {type: string, maxLength: 32}}
                  headers: {Authorization: string, Key?: {type: string, maxLength: 100}}
                answers:
                  '200':
                    headers: {track-id: string}
                    body:
                      properties:
                        job:
                          properties:
                            id: string
                            status: {type: string, enum: [RUNNING, DONE]}
                            progress: string
                            reason?: string
                            steps: {items: {properties: {name: string}}}
                  '404':
                    codes: ['50000040']
                    body: *error
            """;

    private static final String TOLERANT = """
            calls:
              get:
                request: GET /jobs/{id}
                sends:
                  path: {id: {type: string, maxLength: 30}}
                answers:
                  2XX:
                    body: {properties: {job: {properties: {status: string, progress?: {type: string, nullable: true}}}}}
                  default: {}
            """;

    private static final Consumers CONSUMERS = new Consumers(List.of(
            Consumer.of("strict", "strict/consumer.yaml", STRICT),
            Consumer.of("tolerant", "tolerant/consumer.yaml", TOLERANT)));

    @Test
    void whatTheDocumentPromises_isTaken() {
        assertThat(CONSUMERS.broken(Api.read("api.yaml", SPEC))).isEmpty();
    }

    /** An edit, and who loses what. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '"',
            value = {
                "[id, status, progress, steps] ! [id, status, steps] ! strict (get: job.progress in answer 200)",
                "progress: {type: string} ! progress: {type: string, nullable: true} ! strict (get: job.progress in answer 200)",
                "progress: {type: string} ! progress: {type: integer} ! strict (get: job.progress in answer 200), tolerant (get: job.progress in answer 200)",
                "enum: [RUNNING, DONE] ! enum: [RUNNING, STOPPING, DONE] ! strict (get: job.status in answer 200)",
                "reason: {type: string} ! reasons: {type: string} ! strict (get: job.reason in answer 200)",
                "unread: {type: string} ! other: {type: string} ! ''",
                "unread: {type: string} ! unread: {type: integer} ! ''",
                "[name] ! [] ! strict (get: job.steps[].name in answer 200)",
                "code: {type: string, pattern: '^[0-9]{8}$'} ! code: {type: string} ! strict (get: code in answer 404)",
                "Track-Id: {required: true, ! Track-Id: {required: false, ! strict (get: header track-id in answer 200)",
                "Track-Id: {required: true, ! Other: {required: true, ! strict (get: header track-id in answer 200)",
                "'200': ! '201': ! strict (get: answer 200)",
                "- {status: 404, code: '50000040'} ! - {status: 404, code: '50000041'} ! strict (get: error code 50000040 in answer 404)",
                "maxLength: 255 ! maxLength: 40 ! strict (get: header parameter Key)",
                "required: false, schema: {type: string, maxLength: 255} ! required: true, schema: {type: string, maxLength: 255} ! strict (get: header parameter Key), tolerant (get: header parameter Key)",
                "{type: string, maxLength: 32} ! {type: string, maxLength: 31} ! strict (get: path parameter job)",
                "    get: !     put: ! strict (get: the call), tolerant (get: the call)",
            })
    void edit_breaksThoseWhoRelyOnIt(String from, String to, String lost) {
        assertThat(SPEC).contains(from);
        Api before = Api.read("api.yaml", SPEC);
        Api after = Api.read("api.yaml", SPEC.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));

        Consumers.Losses losses = CONSUMERS.losses(before, after);

        assertThat(Difference.between(before, after, LocalDate.EPOCH).findings().stream()
                        .flatMap(finding -> losses.of(finding).stream())
                        .map(Object::toString)
                        .distinct())
                .containsExactlyInAnyOrder(lost.equals("''") ? new String[0] : lost.split("(?<=\\)), "));
    }

    @Test
    void problem_namesConsumer_member_andBothPlaces() {
        Api api = Api.read("api.yaml", SPEC.replace("[id, status, progress, steps]", "[id, status, steps]"));

        assertThat(CONSUMERS.broken(api))
                .extracting(Use::toString)
                .containsExactly("strict/consumer.yaml:21:17: strict, get: job.progress in answer 200 may be absent: "
                        + "{\"id\":\"\",\"status\":\"DONE\",\"steps\":[]} may come (api.yaml:42:9)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '"',
            value = {
                "progress: string ! progress: text ! c.yaml:21:17: progress must be a schema, or one of array, boolean, integer, number, object, string, int32, int64, any",
                "progress: string ! id: string ! c.yaml:21:17: duplicate key id, first in line 19",
                "progress: string ! id?: string ! c.yaml:21:17: id? must be a name, said once",
                "maxLength: 100 ! maxlength: 100 ! c.yaml:11:61: maxlength must be one of enum, format, items, maxItems, maxLength, maximum, minItems, minLength, minimum, nullable, pattern, properties, type",
                "GET /jobs/{job} ! get /jobs/{job} ! c.yaml:8:5: request must be a method and a path, such as GET /jobs/{id}",
                "default: ! unknown: ! c.yaml:5:3: unknown must be a status, such as 409, 4XX or default",
                "sends: ! send: ! c.yaml:9:5: send must be one of answers, request, sends",
                "shapes: ! types: ! c.yaml:2:1: types must be one of answers, calls, replayedBy, shapes",
            })
    void slip_isToldWithItsPlace(String from, String to, String message) {
        assertThat(STRICT).contains(from);
        assertThatThrownBy(() -> Consumer.of("c", "c.yaml", STRICT.replace(from, to)))
                .isInstanceOf(UnusableException.class)
                .hasMessage(message);
    }

    @Test
    void folder_hasAFileForEachConsumer(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("one"));
        Files.writeString(folder.resolve("one/consumer.yaml"), STRICT);
        assertThat(Consumers.read(folder, "consumers").all())
                .extracting(Consumer::name)
                .containsExactly("one");

        Files.createDirectories(folder.resolve("two"));
        assertThatThrownBy(() -> Consumers.read(folder, "consumers"))
                .isInstanceOf(UnusableException.class)
                .hasMessage("consumers/two/consumer.yaml: there is no such file");
    }
}
