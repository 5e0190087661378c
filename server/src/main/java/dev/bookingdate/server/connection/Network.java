package dev.bookingdate.server.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What counts as one address. */
public final class Network {

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int NETWORK_BYTES = 8;

    private Network() {}

    /** The address itself, or the /64 of an IPv6 one: whoever has one of those has them all. */
    public static String of(String address) {
        String literal = address.replaceFirst("%.*", "");
        if (!IPV6.matcher(literal).matches()) {
            return address;
        }
        try {
            // Asks no name server: what has a colon is an address or nothing.
            InetAddress parsed = InetAddress.getByName(literal);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES) + "/64"
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
