package dev.bookingdate.desk.diff;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pairs of documents from users' complaints about other tools, each with what is right. */
class PairsTest {
    private static final Path PAIRS = Path.of("src/test/resources/pairs");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);

    @Test
    void eachPair_getsTheRightVerdictAtTheRightPlace() throws Exception {
        Map<String, SpecNode> expected = SpecFiles.data("pairs.yaml", Files.readString(PAIRS.resolve("pairs.yaml")))
                .members();
        try (Stream<Path> folders = Files.list(PAIRS).filter(Files::isDirectory)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()).collect(toList()))
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
        }
        assertSoftly(softly -> expected.forEach((name, right) -> {
            Difference difference = between(name);
            for (Plane plane : List.of(Plane.WIRE, Plane.SOURCE, Plane.BEHAVIOUR)) {
                softly.assertThat(difference.level(plane).shown())
                        .as(name + ", " + plane.shown())
                        .isEqualTo(right.text(plane.shown()).orElse("none"));
            }
            List<Finding> findings = difference.findings().stream()
                    .filter(finding -> finding.plane() != Plane.DOCUMENTATION)
                    .toList();
            if (right.has("finding")) {
                softly.assertThat(findings)
                        .as(name)
                        .first()
                        .extracting(
                                Finding::rule,
                                finding -> finding.location().place().line())
                        .containsExactly(
                                right.text("finding").orElseThrow(),
                                right.get("line").orElseThrow().count());
            } else {
                softly.assertThat(findings).as(name).isEmpty();
            }
        }));
    }

    @Test
    void oneChange_isOneFindingForEachDirection_withTheOperationsItReaches() {
        assertThat(between("34-recursive-optional-added").findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.operations()).containsExactly("getIt"));
        assertThat(between("03-enum-added-both-directions").findings())
                .extracting(Finding::rule, Finding::level)
                .containsExactly(
                        tuple("answer-enum-value-added", Level.BREAKING),
                        tuple("request-enum-value-added", Level.COMPATIBLE));
    }

    private static Difference between(String name) {
        Path folder = PAIRS.resolve(name);
        return Difference.between(
                Api.read(folder.resolve("before.yaml")), Api.read(folder.resolve("after.yaml")), TODAY);
    }
}
