package dev.bookingdate.contracts.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.spec.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Defects as they happen, each planted into a copy: the checks that {@code ./mvnw verify} runs find it, and name file, line,
 * JSON pointer and rule.
 */
class PlantedDefectsTest {
    private static final String SPEC = "api/openapi.yaml";
    private static final Spec UNTOUCHED = Spec.read(Repository.SPEC);
    private static final String STOP = "java-client/stop/running-job";
    private static final String REFUSED = "java-client/stop/completed-job";
    private static final String GET = "java-client/get/running-job";
    private static final String STOPPED = "java-client/get/stopped-job";

    /**
     * A defect.
     *
     * @param planted the contract that is edited, or the spec
     * @param found the contract that the message names
     * @param line a text of the line that it names, in the contract after the edit
     */
    record Defect(
            String name, String planted, String from, String to, String found, String line, String pointer, Rule rule) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Planted into a contract, and found in the same. */
    private static Defect contract(
            String name, String file, String from, String to, String line, String pointer, Rule rule) {
        return new Defect(name, file, from, to, file, line, pointer, rule);
    }

    /** Planted into the spec, and found in the contract that still relies on what was there. */
    private static Defect spec(
            String name, String from, String to, String found, String line, String pointer, Rule rule) {
        return new Defect(name, SPEC, from, to, found, line, pointer, rule);
    }

    static Stream<Defect> inContracts() {
        return Stream.of(
                contract(
                        "a status that the operation does not have",
                        REFUSED,
                        "status: 409",
                        "status: 410",
                        "  status: 410",
                        "/response/status",
                        Rule.STATUS),
                contract(
                        "a member that the schema does not know",
                        GET,
                        "      progress: '42.17%'\n",
                        "      progress: '42.17%'\n      percent: 42\n",
                        "percent: 42",
                        "/response/body/job/percent",
                        Rule.UNKNOWN_MEMBER),
                contract(
                        "a regex that is wider than the pattern",
                        STOP,
                        "'[0-9A-F]{16}'",
                        "'[0-9A-Fa-f]{16}'",
                        "[0-9A-Fa-f]{16}",
                        "/response/matchers/body/0/value",
                        Rule.MATCHER_TOO_WIDE),
                contract(
                        "a number that became a text",
                        GET,
                        "batchSentCount: 127",
                        "batchSentCount: '127'",
                        "batchSentCount: '127'",
                        "/response/body/job/batchSentCount",
                        Rule.SCHEMA),
                contract(
                        "an enum value that is not there",
                        GET,
                        "status: PROCESSING",
                        "status: STOPPING",
                        "status: STOPPING",
                        "/response/body/job/status",
                        Rule.SCHEMA),
                contract(
                        "a response header that is not declared",
                        STOP,
                        "    Zuora-Request-Id: ",
                        "    Retry-After: '5'\n    Zuora-Request-Id: ",
                        "Retry-After",
                        "/response/headers/Retry-After",
                        Rule.UNDECLARED_HEADER),
                contract(
                        "a content type that is not read",
                        STOP,
                        "Content-Type: application/json",
                        "Content-Type: text/json",
                        "Content-Type: text/json",
                        "/request/headers/Content-Type",
                        Rule.MEDIA_TYPE),
                contract(
                        "a token that is missing",
                        STOP,
                        "    Authorization: Bearer billing-token\n",
                        "",
                        "  headers:",
                        "/request/headers",
                        Rule.TOKEN),
                contract(
                        "an error code of another operation",
                        REFUSED,
                        "code: '50000030'",
                        "code: '50000050'",
                        "code: '50000050'",
                        "/response/body/reasons/0/code",
                        Rule.ERROR_CODE),
                contract(
                        "a job id of any length",
                        STOP,
                        "  matchers:\n    headers:\n",
                        "  matchers:\n    url:\n      regex: /v1/uno/data-backfill/bookingdate/jobs/[0-9a-f]+\n    headers:\n",
                        "jobs/[0-9a-f]+",
                        "/request/matchers/url/regex",
                        Rule.MATCHER_TOO_WIDE));
    }

    static Stream<Defect> inTheSpec() {
        return Stream.of(
                spec(
                        "a member that got another name",
                        "        progress:\n          type: string\n",
                        "        progressed:\n          type: string\n",
                        GET,
                        "progress: '42.17%'",
                        "/response/body/job/progress",
                        Rule.UNKNOWN_MEMBER),
                spec(
                        "an enum value that was dropped",
                        "COMPLETED, FAILED, STOPPED]",
                        "COMPLETED, FAILED]",
                        STOPPED,
                        "status: STOPPED",
                        "/response/body/job/status",
                        Rule.SCHEMA),
                spec(
                        "a status that was dropped",
                        "        '409':\n          $ref: '#/components/responses/JobFinished'\n",
                        "",
                        REFUSED,
                        "status: 409",
                        "/response/status",
                        Rule.STATUS),
                spec(
                        "a pattern that was narrowed",
                        "pattern: '^[0-9A-F]{16}$'",
                        "pattern: '^[1-9A-F][0-9A-F]{15}$'",
                        STOP,
                        "value: '[0-9A-F]{16}'",
                        "/response/matchers/body/0/value",
                        Rule.MATCHER_TOO_WIDE),
                spec(
                        "a parameter that became required",
                        "      name: Zuora-Entity-Ids\n      in: header\n      required: false",
                        "      name: Zuora-Entity-Ids\n      in: header\n      required: true",
                        STOP,
                        "  headers:",
                        "/request/headers",
                        Rule.MISSING_HEADER));
    }

    @TempDir
    Path copy;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"inContracts", "inTheSpec"})
    void defect_isFoundInItsPlace(Defect defect) throws IOException {
        copy(Repository.CONTRACTS.resolve("consumers"));
        Files.copy(Repository.CONTRACTS.resolve("waivers.yaml"), copy.resolve("waivers.yaml"));
        Files.copy(Repository.SPEC, copy.resolve("openapi.yaml"));
        plant(defect);
        Spec spec = defect.planted().equals(SPEC) ? Spec.read(copy.resolve("openapi.yaml")) : UNTOUCHED;

        List<Violation> violations = new ContractCheck(spec, files()).violations();

        String file = "contracts/consumers/" + defect.found() + ".yml";
        int line = line(copy.resolve("consumers/" + defect.found() + ".yml"), defect.line());
        assertThat(violations)
                .as("%s", violations)
                .anySatisfy(violation -> assertThat(violation.toString())
                        .startsWith(file + ":" + line + ": " + defect.pointer() + ": " + defect.rule() + " – "));
    }

    @Test
    void thereAreTenInContracts_andFiveInTheSpec() {
        assertThat(inContracts()).hasSize(10);
        assertThat(inTheSpec()).hasSize(5);
    }

    @Test
    void untouchedCopy_hasNoViolation() throws IOException {
        copy(Repository.CONTRACTS.resolve("consumers"));
        Files.copy(Repository.CONTRACTS.resolve("waivers.yaml"), copy.resolve("waivers.yaml"));

        assertThat(check(UNTOUCHED)).isEmpty();
    }

    private List<Violation> check(Spec spec) {
        return Checks.of(spec, files(), copy.resolve("waivers.yaml"), Repository.SERVER_TESTS)
                .violations();
    }

    private ContractFiles files() {
        return ContractFiles.in(copy.resolve("consumers"));
    }

    private void copy(Path consumers) throws IOException {
        try (Stream<Path> files = Files.walk(consumers)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve("consumers").resolve(consumers.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private void plant(Defect defect) throws IOException {
        Path file =
                copy.resolve(defect.planted().equals(SPEC) ? "openapi.yaml" : "consumers/" + defect.planted() + ".yml");
        String text = Files.readString(file);
        int at = defect.pointer().startsWith("/response") ? Math.max(0, text.indexOf("\nresponse:")) : 0;
        int found = text.indexOf(defect.from(), defect.planted().equals(SPEC) ? 0 : at);
        assertThat(found).as("'%s' in %s", defect.from(), file).isNotNegative();
        boolean everywhere = defect.planted().equals(SPEC);
        Files.writeString(
                file,
                everywhere
                        ? text.replace(defect.from(), defect.to())
                        : text.substring(0, found)
                                + defect.to()
                                + text.substring(found + defect.from().length()));
    }

    private static int line(Path file, String text) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new AssertionError("'" + text + "' is not in " + file);
    }
}
