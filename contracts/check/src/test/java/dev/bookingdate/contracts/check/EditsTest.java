package dev.bookingdate.contracts.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.spec.Spec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Edits of the spec, as a designer makes them: whom they break, by name; and what breaks nobody is green. */
class EditsTest {
    private static final JsonNode SPEC = Spec.read(Repository.SPEC).api().root().json();
    private static final ContractFiles FILES = ContractFiles.in(Repository.CONSUMERS);
    private static final Pattern BROKEN = Pattern.compile(".*breaks-consumer – ([a-z-]+): .*; relied on in (.*)");
    private static final int FIRST = 5;
    private static final String JOB = "/components/schemas/BackfillJob";
    private static final String JOBS = "/paths/~1v1~1uno~1data-backfill~1bookingdate~1jobs";

    /**
     * An edit.
     *
     * @param breaks consumers with the call, as {@code java-client get}
     * @param also what else is said, each as a part of some violation
     */
    record Edit(String name, Consumer<ObjectNode> change, Set<String> breaks, List<String> also) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Edit edit(String name, Consumer<ObjectNode> change, String... breaks) {
        return new Edit(name, change, Set.of(breaks), List.of());
    }

    private static ObjectNode at(JsonNode spec, String pointer) {
        return (ObjectNode) spec.at(pointer);
    }

    private static void unrequire(JsonNode spec, String schema, String member) {
        ArrayNode required = (ArrayNode) spec.at(schema + "/required");
        required.removeIf(name -> name.asString().equals(member));
    }

    static Stream<Edit> edits() {
        return Stream.of(
                edit(
                        "progress leaves required",
                        spec -> unrequire(spec, JOB, "progress"),
                        "java-client get",
                        "java-client list",
                        "command-line get",
                        "command-line list",
                        "console-page get",
                        "console-page list"),
                edit(
                        "progress may be null",
                        spec -> at(spec, JOB + "/properties/progress").put("nullable", true),
                        "java-client get",
                        "java-client list",
                        "command-line get",
                        "command-line list",
                        "console-page get",
                        "console-page list"),
                edit(
                        "a reason's code has no pattern any more",
                        spec -> at(spec, "/components/schemas/ErrorReason/properties/code")
                                .remove("pattern"),
                        "existing-client create",
                        "existing-client get",
                        "existing-client list",
                        "existing-client stop",
                        "existing-client token",
                        "java-client get",
                        "java-client stop",
                        "command-line get",
                        "command-line stop"),
                edit(
                        "a new optional member",
                        spec -> at(spec, JOB + "/properties").putObject("note").put("type", "string")),
                new Edit(
                        "a new operation without a contract",
                        spec -> at(spec, JOBS + "~1{jobId}")
                                .putObject("delete")
                                .put("operationId", "deleteJob")
                                .putObject("responses")
                                .putObject("204")
                                .put("description", "gone"),
                        Set.of(),
                        List.of("uncovered – no contract exercises the operation deleteJob")),
                edit(
                        "a shorter Idempotency-Key",
                        spec -> at(spec, "/components/parameters/IdempotencyKey/schema")
                                .put("maxLength", 40),
                        "java-client create",
                        "command-line create",
                        "existing-client create"),
                edit(
                        "throttleReason, which no contract shows, is removed",
                        spec -> at(spec, JOB + "/properties").remove("throttleReason"),
                        "java-client get",
                        "java-client list",
                        "command-line get",
                        "console-page get",
                        "console-page list"),
                edit(
                        "createdOnReadable is removed, which old clients hand on and the console reads",
                        spec -> {
                            at(spec, JOB + "/properties").remove("createdOnReadable");
                            unrequire(spec, JOB, "createdOnReadable");
                        },
                        "existing-client get",
                        "existing-client list",
                        "console-page get",
                        "console-page list"),
                edit("the envelope by allOf", EditsTest::byAllOf),
                edit("parameters at the path", EditsTest::parametersAtThePath),
                edit(
                        "create answers 201",
                        spec -> {
                            ObjectNode responses = at(spec, JOBS + "/post/responses");
                            responses.set("201", responses.remove("200"));
                        },
                        "java-client create",
                        "command-line create",
                        "existing-client create",
                        "console-page create"),
                edit(
                        "STOPPING",
                        spec -> ((ArrayNode) spec.at("/components/schemas/JobStatus/enum")).add("STOPPING"),
                        "existing-client get",
                        "existing-client list"),
                new Edit(
                        "createdOn is an int32, so no contract shows what may come",
                        spec -> at(spec, JOB + "/properties/createdOn").put("format", "int32"),
                        Set.of(),
                        List.of("schema – must have a maximum value of 2147483647")),
                edit(
                        "a new required header",
                        spec -> {
                            ObjectNode header = ((ArrayNode) spec.at(JOBS + "/get/parameters")).addObject();
                            header.put("name", "Zuora-Region")
                                    .put("in", "header")
                                    .put("required", true);
                            header.putObject("schema").put("type", "string");
                        },
                        "java-client list",
                        "command-line list",
                        "existing-client list",
                        "console-page list"),
                edit("an optional query parameter", spec -> {
                    ObjectNode parameter = ((ArrayNode) spec.at(JOBS + "/get/parameters")).addObject();
                    parameter.put("name", "status").put("in", "query");
                    parameter.putObject("schema").put("type", "string");
                }),
                edit(
                        "an operationId is renamed",
                        spec -> at(spec, JOBS + "/get").put("operationId", "listJobs")),
                edit("a description", spec -> at(spec, JOBS + "/get").put("description", "Returns jobs.")),
                new Edit(
                        "a text gets a bound",
                        spec -> at(spec, JOB + "/properties/failureReason").put("maxLength", 100),
                        Set.of(),
                        List.of("matcher-too-wide – .+ also stands for", "maxLength 100")),
                edit("a job is closed", spec -> at(spec, JOB).put("additionalProperties", false)));
    }

    private static void byAllOf(ObjectNode spec) {
        for (String name : List.of("CreateBackfillJobResponse", "GetBackfillJobResponse", "ListBackfillJobsResponse")) {
            ObjectNode schema = at(spec, "/components/schemas/" + name);
            ObjectNode own = schema.deepCopy();
            schema.removeAll();
            ArrayNode all = schema.putArray("allOf");
            all.addObject().put("$ref", "#/components/schemas/BackfillResponse");
            for (String member : List.of("processId", "reasons", "requestId", "success")) {
                at(own, "/properties").remove(member);
                unrequire(own, "", member);
            }
            own.remove("allOf");
            all.add(own);
        }
    }

    private static void parametersAtThePath(ObjectNode spec) {
        ObjectNode item = at(spec, JOBS);
        Set<JsonNode> parameters = new LinkedHashSet<>();
        at(item, "/get").remove("parameters").forEach(parameters::add);
        at(item, "/post").remove("parameters").forEach(parameters::add);
        item.putArray("parameters").addAll(parameters);
    }

    static Stream<Edit> first() {
        return edits().limit(FIRST);
    }

    static Stream<Edit> others() {
        return edits().skip(FIRST);
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void otherEdit_isToldByThoseWhomItBreaks(Edit edit) {
        edit_isToldByThoseWhomItBreaks(edit);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("first")
    void edit_isToldByThoseWhomItBreaks(Edit edit) {
        ObjectNode spec = (ObjectNode) SPEC.deepCopy();
        edit.change().accept(spec);

        List<String> told = Checks.of(
                        spec.toPrettyString(),
                        FILES,
                        Repository.CONTRACTS.resolve("waivers.yaml"),
                        Repository.SERVER_TESTS)
                .told();

        Set<String> broken = new TreeSet<>();
        told.forEach(line -> {
            Matcher consumer = BROKEN.matcher(line);
            if (consumer.matches()) {
                for (String call : consumer.group(2).split(", ", -1)) {
                    broken.add(consumer.group(1) + " " + call.replaceFirst(" .*", ""));
                }
            }
        });
        assertThat(broken).as("%s", told).isEqualTo(new TreeSet<>(edit.breaks()));
        assertThat(edit.also()).as("%s", told).allMatch(part -> told.stream().anyMatch(line -> line.contains(part)));
        assertThat(told).as("on one screen").hasSizeLessThanOrEqualTo(30);
        if (edit.breaks().isEmpty() && edit.also().isEmpty()) {
            assertThat(told).as("breaks nobody").isEmpty();
        }
    }
}
