package dev.bookingdate.desk.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.desk.source.SpecFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenTest {

    /** A pattern that is held against a schema, and a text that only the pattern stands for; nothing where it lies within. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "[0-9A-F]{16} ! {type: string, pattern: '^[0-9A-F]{16}$'} ! ''",
                "[0-9A-Fa-f]{16} ! {type: string, pattern: '^[0-9A-F]{16}$'} ! 000000000000000a",
                ".{32} ! {type: string, minLength: 31, maxLength: 32} ! ''",
                "a{32,33} ! {type: string, minLength: 31, maxLength: 32} ! aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "x.* ! {type: string, pattern: x} ! ''",
                "x|y|z ! {type: string, enum: [x, y]} ! z",
                "[0-9]+ ! {type: integer, minimum: 0} ! ''",
                "-?[0-9] ! {type: integer, minimum: 0} ! -0",
                "[0-9]+ ! {type: integer, format: int64, minimum: 0} ! ''",
                "[0-9] ! {type: integer, minimum: 1, maximum: 8} ! 0",
                "-[1-3] ! {type: integer, minimum: -3, maximum: 1} ! ''",
                "-[1-4] ! {type: integer, minimum: -3, maximum: 1} ! -4",
                "-[1-4] ! {type: integer, minimum: -9, maximum: -2} ! -1",
                "[0-9]+[.][0-9] ! {type: number} ! ''",
                "true|false ! {type: boolean} ! ''",
                "true|no ! {type: boolean} ! no",
                "a|null ! {type: string, nullable: true, enum: [a, null]} ! null",
                "a ! {oneOf: [{type: string, enum: [a]}, {type: integer}]} ! ''",
                "[ab] ! {allOf: [{type: string}, {enum: [a]}]} ! b",
            })
    void within_namesATextThatIsNot(String regex, String schema, String outside) {
        Verdict verdict = Written.matching(regex).within(of(schema));

        assertThat(verdict.witness() == null ? "" : verdict.witness().asString())
                .isEqualTo(outside);
        assertThat(verdict.isYes()).isEqualTo(outside.isEmpty());
    }

    @Test
    void whatNoAutomatonDecides_isUnclear() {
        assertThat(Written.matching("[a-z]+")
                        .within(of("{type: string, pattern: '(a)\\1'}"))
                        .isUnclear())
                .isTrue();
        assertThatThrownBy(() -> Written.matching("a++"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a++");
    }

    @Test
    void common_isATextOfBoth() {
        assertThat(Written.matching("[ab]").common(Written.only(List.of("b", "c"))))
                .contains("b");
        assertThat(Written.matching("[ab]").common(Written.only(List.of("c")))).isEmpty();
    }

    @Test
    void then_putsTextsTogether() {
        Written path = Written.only(List.of("/jobs/")).then(of("{type: string, minLength: 2, maxLength: 3}"));

        assertThat(List.of("/jobs/ab", "/jobs/abc")).allMatch(path::contains);
        assertThat(List.of("/jobs/a", "/jobs/abcd", "jobs/ab", "ab")).noneMatch(path::contains);
    }

    private static Written of(String schema) {
        return Written.of(new Schemas(Reading.REQUEST_TAKEN)
                .of(SpecFiles.data("schema.yaml", "schema: " + schema)
                        .get("schema")
                        .orElseThrow()));
    }
}
