package dev.bookingdate.desk.values;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What formats say about values. */
final class Formats {
    private static final String HEX = "[0-9A-Fa-f]";
    private static final String DATE = "[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
            + "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9]))";
    private static final String BYTE = "[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]";

    /** No fewer texts than the format has; what they have too many is left to the name of the format. */
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("uuid", HEX + "{8}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{12}"),
            Map.entry("date", DATE),
            Map.entry(
                    "date-time",
                    "(" + DATE + ")[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]{1,9})?"
                            + "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"),
            Map.entry("ipv4", "(" + BYTE + ")([.](" + BYTE + ")){3}"),
            Map.entry("ipv6", "[0-9A-Fa-f:.]{2,45}"),
            Map.entry("email", "[^@ ]+@[^@ ]+"),
            Map.entry("hostname", "[0-9A-Za-z]([0-9A-Za-z.-]{0,251}[0-9A-Za-z])?"),
            Map.entry("uri", "[A-Za-z][A-Za-z0-9+.-]*:[!-~]*"));

    /** Here the texts above are all there is to say. */
    private static final Set<String> EXACT = Set.of("uuid", "ipv4");

    private static final Map<String, Numbers> NUMBERS = Map.of(
            "int32", between(Integer.MIN_VALUE, Integer.MAX_VALUE), "int64", between(Long.MIN_VALUE, Long.MAX_VALUE));

    /** They say how a value is held or shown, not which values there are. */
    static final Set<String> WITHOUT_EFFECT = Set.of("float", "double", "password", "binary", "byte");

    private Formats() {}

    /** Returns the texts that have a format. */
    static Texts texts(String format) {
        if (NUMBERS.containsKey(format) || WITHOUT_EFFECT.contains(format)) {
            return Texts.ALL;
        }
        if (EXACT.contains(format)) {
            return Texts.of(Regex.whole(TEXTS.getOrDefault(format, "")));
        }
        Texts named = Texts.opaque("format " + format);
        return Optional.ofNullable(TEXTS.get(format))
                .map(regex -> named.and(Texts.of(Regex.whole(regex))))
                .orElse(named);
    }

    /** Returns the numbers that have a format. */
    static Numbers numbers(String format) {
        return NUMBERS.getOrDefault(format, Numbers.ALL);
    }

    private static Numbers between(long low, long high) {
        return Numbers.from(BigDecimal.valueOf(low), false).and(Numbers.upTo(BigDecimal.valueOf(high), false));
    }
}
