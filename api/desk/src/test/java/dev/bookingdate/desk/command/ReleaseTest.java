package dev.bookingdate.desk.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.source.SpecNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReleaseTest {
    private static final Path API = Path.of("..");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);
    private static final String DOCUMENT = """
            openapi: 3.0.3
            info:
              title: T
              version: '1.0.0' # by desk release
            paths:
              /jobs/{id}:
                get:
                  operationId: getJob
                  parameters:
                    - {name: id, in: path, required: true, schema: {type: string, maxLength: 32}}
                  responses:
                    '200':
                      description: the job
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Job'}
            components:
              schemas:
                Job:
                  type: object
                  required: [id]
                  properties:
                    id: {type: string, maxLength: 32}
            """;

    @TempDir
    Path folder;

    private Path document;
    private String out = "";

    @BeforeEach
    void released() throws IOException {
        document = write("openapi.yaml", DOCUMENT);
        assertThat(desk("release")).isZero();
    }

    @Test
    void firstRelease_isLocked_andMovesTheVersionOn() throws IOException {
        assertThat(out).startsWith("released 1.0.0; the next version is 1.1.0\n");
        assertThat(read("openapi.yaml")).contains("  version: '1.1.0' # by desk release\n");
        assertThat(read("CHANGELOG.md")).contains("## 1.0.0 (2026-11-28)", "The first release.");
        assertThat(Api.read(folder.resolve("released/1.0.0.yaml")).root().json())
                .isEqualTo(Api.read("openapi.yaml", DOCUMENT).root().json());

        assertThat(desk("check")).isZero();
        assertThat(desk("can-i-release")).isEqualTo(1);
        assertThat(desk("release")).isEqualTo(1);
        assertThat(out).contains("there is nothing to release", "nothing was released");
    }

    @Test
    void secondRelease_saysWhatIsNew_toRestAndJavaUsers() throws IOException {
        edit(
                "id: {type: string, maxLength: 32}\n",
                "id: {type: string, minLength: 1, maxLength: 32}\n        note: {type: string}\n");

        assertThat(desk("can-i-release")).isZero();
        assertThat(out)
                .startsWith("yes: 1.1.0 can be released; against 1.0.0: wire compatible")
                .hasLineCount(1);
        assertThat(desk("release")).isZero();

        assertThat(read("CHANGELOG.md")).endsWith("""
                ## 1.1.0 (2026-11-28)

                Compatible with 1.0.0.

                For REST users:

                - `Job.id` in answers: minLength 1 is new (getJob).
                - `Job.note` is new in answers (getJob).

                For Java users:

                - `Job` has the new property `note`.

                ## 1.0.0 (2026-11-28)

                The first release.
                """);
        assertThat(read("released/SHA256SUMS")).hasLineCount(2);
    }

    @Test
    void breakingRelease_saysSo() throws IOException {
        edit("version: '1.1.0'", "version: '2.0.0'");
        edit("        id: {", "        key: {");
        edit("[id]", "[key]");

        assertThat(desk("release")).isZero();
        assertThat(read("CHANGELOG.md"))
                .contains(
                        "Breaks users of 1.0.0.",
                        "- **Breaking:** `Job.id` is gone in answers (getJob).",
                        "- **Breaking:** `Job.id` is gone; code that uses it must be changed.");
    }

    @Test
    void plantedEdit_stopsTheRelease() throws IOException {
        edit("title: T", "title: U");
        write("released/1.0.0.yaml", read("released/1.0.0.yaml").replace("maxLength: 32", "maxLength: 31"));

        assertRefused(
                "1.0.0.yaml:1:1: error release-locked: is not what was released as 1.0.0: its hash is another one");
    }

    @Test
    void deletedRelease_stopsTheRelease() throws IOException {
        edit("title: T", "title: U");
        Files.delete(folder.resolve("released/1.0.0.yaml"));
        assertRefused("SHA256SUMS:1:1: error release-deleted: 1.0.0 was released, and 1.0.0.yaml is gone");

        write("released/SHA256SUMS", "");
        assertRefused("CHANGELOG.md:5:1: error release-deleted: 1.0.0 was released, and 1.0.0.yaml is gone");
    }

    @Test
    void lateWaiver_stopsTheRelease() throws IOException {
        edit("title: T", "title: U");
        write(
                "waivers.yaml",
                "waivers:\n  - {fingerprint: f0123456789a, finding: none, reason: ok, until: '2026-11-27'}\n");

        assertRefused("waivers.yaml:2:5: error waiver-expired: f0123456789a was accepted until 2026-11-27");
    }

    @Test
    void lowVersion_stopsTheRelease() throws IOException {
        edit("required: [id]", "required: []");
        assertRefused(
                "error version: against 1.0.0: wire breaking, source none, behaviour none; needs 2.0.0, and is 1.1.0");

        edit("version: '1.1.0'", "version: '1.0.0'");
        edit("required: []", "required: [id]");
        edit("title: T", "title: U");
        assertRefused("needs 1.0.1, and is 1.0.0");
    }

    @Test
    void retiredVersion_isNoLongerAMeasure_fromItsDayOn() throws IOException {
        edit("title: T", "title: U");
        edit("version: '1.1.0'", "version: '2.0.0'");
        edit("[id]", "[]");
        assertThat(desk("release")).isZero();
        edit("maxLength: 32}}", "maxLength: 64}}");

        write("retired.yaml", "retired:\n  - {version: 1.0.0, since: '2026-11-28', reason: nobody uses it}\n");
        assertThat(desk("check")).isZero();
        assertThat(out).contains("against 2.0.0").doesNotContain("against 1.0.0");
        write("retired.yaml", read("retired.yaml").replace("2026-11-28", "2026-11-29"));
        assertThat(desk("check")).isZero();
        assertThat(out).contains("against 1.0.0");
        write("retired.yaml", read("retired.yaml").replace("1.0.0", "0.9.0"));
        assertThat(desk("check")).isEqualTo(2);
        assertThat(out).contains("retired.yaml:2:5: 0 must be a version that was released; 0.9.0 was not");
    }

    @Test
    void verdict_isTakenByWhatRunsBuilds() throws IOException {
        edit("required: [id]", "required: []");

        assertThat(desk("check", "--output", "github")).isEqualTo(1);
        assertThat(out)
                .contains("::error file=" + folder
                        + "/openapi.yaml,line=22,col=7,title=answer-member-optional::breaking: ");
        desk("check", "--output", "junit");
        assertThat(out).contains("tests=\"2\" failures=\"2\"", "<failure type=\"breaking\"", "Job.id: is no longer");
        desk("check", "--output", "gitlab");
        JsonNode gitlab = JsonMapper.builder().build().readTree(out).path(0);
        assertThat(gitlab.path("severity").asString()).isEqualTo("blocker");
        assertThat(gitlab.at("/location/lines/begin").asInt()).isEqualTo(22);
        assertThat(gitlab.path("fingerprint").asString()).matches("f[0-9a-f]{11}");
        desk("check", "--output", "sarif");
        JsonNode result = JsonMapper.builder().build().readTree(out).at("/runs/0/results/0");
        assertThat(result.path("ruleId").asString()).isEqualTo("answer-member-optional");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(22);

        edit("required: []", "required: [id]");
        assertThat(desk("check", "--output", "junit")).isZero();
        assertThat(out).contains("tests=\"1\" failures=\"0\"");
    }

    /** The document of this repository, in a copy, with its consumers. */
    @Test
    void documentOfThisRepository_canBeReleased() throws IOException {
        Path api = folder.resolve("copy");
        copy(API, api);
        document = api.resolve("openapi.yaml");
        SpecNode before = Api.read(document).root().get("info").orElseThrow();
        String version = before.text("version").orElseThrow();
        Path job = api.resolve("components/schemas/job.yaml");
        String member = "    priority:\n      type: string\n      description: How urgent it is.\n      example: low\n";
        Files.writeString(job, Files.readString(job).replace("    undoes:\n", member + "    undoes:\n"));

        assertThat(desk("release", "--consumers", "../../contracts/consumers"))
                .as(out)
                .isZero();

        assertThat(out).startsWith("released " + version + ";");
        assertThat(Files.readString(api.resolve("CHANGELOG.md")))
                .contains("## " + version + " (2026-11-28)", "- `BackfillJob` has the new property `priority`.");
        assertThat(desk("check", "--consumers", "../../contracts/consumers")).isZero();
        assertThat(out).contains("against " + version + ": wire none, source none, behaviour none\n");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path relative = from.relativize(file);
                boolean other = Stream.of("desk", "target").anyMatch(relative::startsWith);
                if (!other && Files.isRegularFile(file)) {
                    Files.createDirectories(to.resolve(relative).getParent());
                    Files.copy(file, to.resolve(relative));
                }
            }
        }
    }

    /** Says why in a sentence, and writes nothing. */
    private void assertRefused(String why) throws IOException {
        String before = contents();
        assertThat(desk("release")).isEqualTo(1);
        assertThat(out).contains(why).endsWith("nothing was released\n");
        assertThat(contents()).isEqualTo(before);
        assertThat(desk("can-i-release")).isEqualTo(1);
        assertThat(out).startsWith("no: ").hasLineCount(1);
    }

    private String contents() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.append(file).append('\n').append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private int desk(String command, String... options) {
        StringWriter text = new StringWriter();
        CommandLine desk = Desk.commandLine(CLOCK);
        desk.setOut(new PrintWriter(text));
        desk.setErr(new PrintWriter(text, true));
        List<String> args = new ArrayList<>(List.of(command, document.toString()));
        args.addAll(List.of(options));
        int exitCode = desk.execute(args.toArray(String[]::new));
        out = text.toString();
        return exitCode;
    }

    private void edit(String from, String to) throws IOException {
        assertThat(read("openapi.yaml")).contains(from);
        write("openapi.yaml", read("openapi.yaml").replace(from, to));
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private Path write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        return Files.writeString(folder.resolve(file), text);
    }
}
