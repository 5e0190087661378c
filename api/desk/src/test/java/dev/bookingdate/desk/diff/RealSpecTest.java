package dev.bookingdate.desk.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.IndependentValidator;
import dev.bookingdate.desk.values.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The document of this repository: every keyword of its schemas is changed, and no verdict may be milder than what samples
 * show. The samples are drawn without the engine, and judged by the independent validator alone.
 */
@Tag("long")
class RealSpecTest {
    private static final Path SPEC = Path.of("../openapi.yaml");

    @Test
    void theDocument_differsInNothingFromItself() {
        assertThat(Documents.between(Api.read(SPEC), Api.read(SPEC)).findings()).isEmpty();
    }

    @Test
    void mutantsOfSchemas_areJudgedAsSamplesShow() {
        judge(7);
    }

    @Test
    void everyMutantOfASchema_isJudgedAsSamplesShow() {
        judge(1);
    }

    private static void judge(int each) {
        List<Mutation> mutations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema : schemas().entrySet()) {
            mutations.addAll(mutations(schema.getKey(), schema.getValue()).toList());
        }
        assertThat(mutations).hasSizeGreaterThan(200);
        assertSoftly(softly -> IntStream.range(0, mutations.size() / each).forEach(i -> {
            Mutation mutation = mutations.get(i * each);
            for (Direction direction : List.of(Direction.REQUEST, Direction.ANSWER)) {
                Judged judged = judge(mutation, direction);
                softly.assertThat(judged.counterexample())
                        .as(mutation.name() + " in " + direction + ": " + judged.level()
                                + ", though sent and not taken")
                        .isNull();
            }
        }));
    }

    @Test
    void theOtherWayRound_aMutantMirrors() {
        assertSoftly(softly -> schemas()
                .forEach((name, schema) -> mutations(name, schema)
                        .filter(mutation -> mutation.keyword().matches("required|enum|pattern|m..imum|m..Length"))
                        .forEach(mutation -> {
                            Difference there = difference(mutation.before(), mutation.after(), Direction.ANSWER);
                            Difference back = difference(mutation.after(), mutation.before(), Direction.ANSWER);
                            List<Level> mirrored = there.findings().stream()
                                    .filter(finding -> finding.change().plane() == Plane.WIRE)
                                    .map(finding ->
                                            finding.change().effect().mirrored().level(Direction.ANSWER))
                                    .sorted()
                                    .toList();
                            softly.assertThat(back.findings().stream()
                                            .filter(finding -> finding.change().plane() == Plane.WIRE)
                                            .map(finding -> finding.level(Plane.WIRE))
                                            .sorted()
                                            .toList())
                                    .as(mutation.name())
                                    .isEqualTo(mirrored);
                        })));
    }

    /** But those of open enums: what is sent and not known is taken in an answer all the same. */
    private static Stream<Mutation> mutations(String name, JsonNode schema) {
        return Mutation.all(name, schema).stream()
                .filter(mutation -> !mutation.keyword().equals("enum") || !schema.has("x-extensible-enum"));
    }

    private record Judged(Level level, @Nullable JsonNode counterexample) {}

    private static Judged judge(Mutation mutation, Direction direction) {
        Level level = difference(mutation.before(), mutation.after(), direction).level(Plane.WIRE);
        if (level.isRed()) {
            return new Judged(level, null);
        }
        boolean request = direction == Direction.REQUEST;
        JsonNode sending = request ? mutation.before() : mutation.after();
        JsonNode taking = request ? mutation.after() : mutation.before();
        var sent = new IndependentValidator(request ? Reading.REQUEST_SENT : Reading.ANSWER_SENT);
        var taken = new IndependentValidator(request ? Reading.REQUEST_TAKEN : Reading.ANSWER_TAKEN);
        List<SpecNode> one = List.of(schema(sending));
        List<SpecNode> other = List.of(schema(taking));
        JsonNode counterexample = Samples.of(sending, taking).stream()
                .filter(value -> sent.accepts(one, value) && !taken.accepts(other, value))
                .findFirst()
                .orElse(null);
        return new Judged(level, counterexample);
    }

    private static Difference difference(JsonNode before, JsonNode after, Direction direction) {
        return Documents.between(
                Documents.of("before.json", "schema", before, direction),
                Documents.of("after.json", "schema", after, direction));
    }

    private static SpecNode schema(JsonNode json) {
        return Documents.schema(json);
    }

    private static Map<String, JsonNode> schemas() {
        return Mutation.schemas(Api.read(SPEC).root());
    }
}
