package dev.bookingdate.desk.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of this house: each accepts its good example and refuses its bad one. */
class HouseRulesTest {
    private static final List<HouseRule> RULES = HouseRule.read(Path.of("../house-rules.yaml"));

    static Stream<HouseRule> rules() {
        return RULES.stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void goodIsAccepted_andBadIsNot(HouseRule rule) {
        assertThat(rule.broken(rule.good()))
                .as("the good example of %s", rule.id())
                .isEmpty();
        assertThat(rule.broken(rule.bad()))
                .as("the bad example of %s", rule.id())
                .isPresent();
        assertThat(rule.why())
                .as("the reason of %s", rule.id())
                .hasSizeGreaterThan(30)
                .endsWith(".");
    }

    @Test
    void thereAreRules() {
        assertThat(RULES).hasSizeGreaterThanOrEqualTo(35);
        assertThat(RULES).extracting(HouseRule::id).doesNotHaveDuplicates();
    }
}
