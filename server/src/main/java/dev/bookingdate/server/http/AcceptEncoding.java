package dev.bookingdate.server.http;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code Accept-Encoding} asks for (RFC 9110, 12.5.3). Nothing but gzip is on offer. */
final class AcceptEncoding {

    /** One coding with its weight: {@code gzip;q=0.5}. */
    private static final Pattern MEMBER =
            Pattern.compile("([\\w!#$%&'*+.^`|~-]+)(?:[ \\t]*;[ \\t]*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?");

    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
    private static final double NOT_NAMED = -1;

    private AcceptEncoding() {}

    /**
     * Tells whether gzip is asked for, by name or by {@code *}, and {@code identity} is not preferred. A member that is not
     * well-formed asks for nothing, and of two weights for the same coding the lower one counts.
     *
     * @param header the value; several headers joined by comma
     */
    static boolean asksForGzip(String header) {
        double any = weight(header, "*"::equals);
        double gzip = weight(header, GZIP::contains);
        double wanted = gzip == NOT_NAMED ? any : gzip;
        return wanted > 0 && wanted >= weight(header, "identity"::equals);
    }

    private static double weight(String header, Predicate<String> coding) {
        double lowest = NOT_NAMED;
        for (String member : header.split(",", -1)) {
            Matcher parts = MEMBER.matcher(member.strip());
            if (parts.matches() && coding.test(parts.group(1).toLowerCase(Locale.ROOT))) {
                double weight = parts.group(2) == null ? 1 : Double.parseDouble(parts.group(2));
                lowest = lowest == NOT_NAMED ? weight : Math.min(lowest, weight);
            }
        }
        return lowest;
    }
}
