package dev.bookingdate.desk.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.bookingdate.desk.api.Api;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule has an example, which is told to people and held against the engine here. */
class RulesTest {

    /** The other way round a member goes: a request's is ignored, which is behaviour, and an answer's is missed. */
    private static final Set<Change> NOT_MIRRORED = Set.of(Change.MEMBER_ADDED_REQUIRED, Change.MEMBER_ADDED_TO_CLOSED);

    @Test
    void eachExample_isFoundByItsRuleAlone() {
        assertThat(Explanation.all()).hasSizeGreaterThanOrEqualTo(120);
        assertSoftly(softly -> Explanation.all().forEach(rule -> {
            List<Finding> findings = between(rule).findings().stream()
                    .filter(finding -> finding.change().plane() != Plane.DOCUMENTATION
                            || rule.change().plane() == Plane.DOCUMENTATION)
                    .toList();
            softly.assertThat(findings)
                    .as(rule.rule())
                    .extracting(Finding::rule)
                    .containsExactly(rule.rule());
            softly.assertThat(findings)
                    .as(rule.rule())
                    .extracting(finding -> finding.level(rule.change().plane()))
                    .containsExactly(rule.level());
        }));
    }

    @Test
    void eachBreakingChangeOfValues_hasAWitness() {
        assertSoftly(softly -> Explanation.all().stream()
                .filter(rule -> rule.change().isOfValues() && rule.level() == Level.BREAKING)
                .forEach(rule -> softly.assertThat(between(rule).findings())
                        .as(rule.rule())
                        .allSatisfy(finding -> assertThat(finding.proof()).isPresent())));
    }

    @Test
    void theOtherWayRound_eachChangeOfValuesMirrors() {
        assertSoftly(softly -> Explanation.all().stream()
                .filter(rule -> rule.change().isOfValues() && !NOT_MIRRORED.contains(rule.change()))
                .forEach(rule -> softly.assertThat(mirrored(rule).findings())
                        .as(rule.rule())
                        .filteredOn(finding -> finding.change().plane() == Plane.WIRE)
                        .extracting(finding -> finding.level(Plane.WIRE))
                        .containsExactly(rule.change().effect().mirrored().level(rule.direction()))));
    }

    @Test
    void aDocument_differsInNothingFromItself() {
        assertSoftly(softly -> Explanation.all().forEach(rule -> {
            Api one = Documents.of("one.json", rule.after(), rule.direction());
            Api other = Documents.of("other.json", rule.after(), rule.direction());
            softly.assertThat(Documents.between(one, other).findings())
                    .as(rule.rule())
                    .isEmpty();
        }));
    }

    private static Difference between(Explanation rule) {
        return Documents.between(
                Documents.of("before.json", rule.before(), rule.direction()),
                Documents.of("after.json", rule.after(), rule.direction()));
    }

    private static Difference mirrored(Explanation rule) {
        return Documents.between(
                Documents.of("before.json", rule.after(), rule.direction()),
                Documents.of("after.json", rule.before(), rule.direction()));
    }
}
