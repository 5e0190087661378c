package dev.bookingdate.desk.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    private static final String[] TEXTS = {
        "",
        "a",
        "b",
        "ab",
        "ba",
        "aa",
        "aab",
        "abab",
        "aaa",
        "ac",
        "a-",
        "-",
        "]",
        "a]",
        "0",
        "00",
        "7",
        "a7",
        "_",
        " ",
        "#",
        "a#b",
        "@",
        "&",
        "~",
        "<a>",
        "\"",
        "a.b",
        "a+b",
        "{",
        "}",
        "\n",
        "a\n",
        "\t",
        "é",
        "\u2028",
        "Bearer x",
        "0123",
    };

    /** Java itself says what a regex stands for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "ab|ba",
                "a*",
                "a+b",
                "a?b",
                "a{2}",
                "a{1,2}b?",
                "a{2,}",
                "(ab)+",
                "(?:ab)*",
                ".",
                ".*",
                ".+?",
                "a.*?",
                "[ab]",
                "[^ab]",
                "[a-c]+",
                "[a-]",
                "[-a]*",
                "[\\]a]",
                "\\d+",
                "\\w*",
                "\\D",
                "\\W",
                "#",
                "@",
                "&",
                "~",
                "<a>",
                "\"",
                "a[.]b",
                "a\\.b",
                "a\\+b",
                "[{}]",
                "}",
                "^a$",
                "^a|b$",
                "",
                "a|",
                "[\\d_]+",
                "\\t",
                "[ -~]*",
                "(?!ab).*",
                "(?!.*b)[a-z]*",
                "Bearer .+",
            })
    void whole_isWhatJavaMatches(String regex) {
        for (String text : TEXTS) {
            assertThat(Regex.whole(regex).run(text))
                    .as("'%s' by %s", text, regex)
                    .isEqualTo(Pattern.compile(regex).matcher(text).matches());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "^a", "b$", "^a|b$", "^(?!.*b)a", "^[0-9]+$", "[0-9]{2}", "^[ -!#-&]*$"})
    void found_isWhatJavaFinds(String pattern) {
        for (String text : TEXTS) {
            if (!text.endsWith("\n") && !text.endsWith("\u2028")) { // Where $ means something else in Java.
                assertThat(Regex.found(pattern).run(text))
                        .as("'%s' by %s", text, pattern)
                        .isEqualTo(Pattern.compile(pattern).matcher(text).find());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\bab", "(?i)a", "a++", "a*+", "(?=a)b", "(?<=a)b", "(a)\\1", "\\p{L}", "[a&&b]", "[a[b]]", "(a", "a)",
                "[a", "*a", "a(^b)", "a(?!b)c", "\\Qa\\E", "a{x}", "\\s", "[\\d-z]",
            })
    void whatIsNotUnderstood_isRefused(String regex) {
        assertThatThrownBy(() -> Regex.whole(regex))
                .isInstanceOf(Regex.UnprovableException.class)
                .hasMessageEndingWith(" in the pattern " + regex);
    }
}
