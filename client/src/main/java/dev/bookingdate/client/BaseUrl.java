package dev.bookingdate.client;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the service is. Messages name what is wrong and never quote the whole: a user part may hold a password. */
final class BaseUrl {
    private static final Pattern AUTHORITY = Pattern.compile("(?<host>[^:]*)(?<port>:.*)?");
    private static final Pattern NO_URL_HAS = Pattern.compile("[\\s\\p{Cntrl}\"<>\\\\^`{|}]");
    private static final Pattern NO_HOST_HAS = Pattern.compile("[\\p{ASCII}&&[^A-Za-z0-9.-]]");

    private BaseUrl() {}

    /** @throws IllegalArgumentException if it is no URL at all */
    static URI parse(String url) {
        Matcher wrong = NO_URL_HAS.matcher(url);
        if (wrong.find()) {
            throw new IllegalArgumentException(
                    "The base URL has " + named(wrong.group().codePointAt(0)) + " at position " + (wrong.start() + 1)
                            + ", which no URL may have");
        }
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // Not as the cause: its message quotes the whole.
            throw new IllegalArgumentException("The base URL is no URL: " + e.getReason());
        }
    }

    /** @throws IllegalArgumentException unless it is an http or https URL with a host, and without user, query and fragment */
    static URI of(URI url) {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        String authority = url.getRawAuthority();
        if (!web || authority == null || authority.contains("@")) {
            throw new IllegalArgumentException("The base URL must be http or https, with a host and without a user");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("The base URL must have neither query nor fragment");
        }
        String known = url.getHost() == null ? ascii(authority) : authority;
        return URI.create(url.getScheme() + "://" + known + url.getRawPath().replaceFirst("/+$", ""));
    }

    /** Of an authority that Java does not take for a host with a port: the JDK's HTTP client would refuse it without a reason. */
    private static String ascii(String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw new IllegalArgumentException("The base URL must have a host");
        }
        String host = parts.group("host");
        String port = parts.group("port") == null ? "" : parts.group("port");
        Matcher wrong = NO_HOST_HAS.matcher(host);
        if (wrong.find()) {
            throw new IllegalArgumentException("The host of the base URL, " + host + ", has "
                    + named(wrong.group().codePointAt(0)) + ", which no host name may have");
        }
        if (!port.matches("(:[0-9]{0,5})?")) {
            throw new IllegalArgumentException("The port of the base URL must be a number");
        }
        try {
            String ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES) + port;
            if (new URI("http://" + ascii).getHost() != null) {
                return ascii;
            }
        } catch (IllegalArgumentException | URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException("The host of the base URL is no host name: " + host);
    }

    private static String named(int character) {
        return switch (character) {
            case '_' -> "an underscore (_)";
            case ' ' -> "a space";
            default ->
                character > ' ' && character < 0x7f
                        ? "a " + Character.toString(character)
                        : String.format("a character (U+%04X)", character);
        };
    }
}
