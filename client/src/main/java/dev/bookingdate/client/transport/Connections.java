package dev.bookingdate.client.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;

/** Says of a connection that failed where it was to go, by which proxy, and why: the JDK's exceptions often say none of it. */
public final class Connections {
    private Connections() {}

    /** Of the class that tells whether anything was sent. */
    public static IOException named(IOException failure, URI uri, HttpClient http) {
        if (!(failure instanceof ConnectException) && !(failure instanceof HttpConnectTimeoutException)) {
            return failure;
        }
        ConnectException named = new ConnectException("no connection to " + peer(uri, http) + ": " + reason(failure));
        named.initCause(failure);
        return named;
    }

    private static String peer(URI uri, HttpClient http) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        String peer = uri.getHost() + ":" + port;
        return proxies(uri, http).stream()
                .map(Proxy::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst()
                .map(proxy -> peer + " by the proxy " + proxy.getHostString() + ":" + proxy.getPort())
                .orElse(peer);
    }

    private static List<Proxy> proxies(URI uri, HttpClient http) {
        try {
            ProxySelector selector = http.proxy().orElseGet(ProxySelector::getDefault);
            return selector == null ? List.of() : selector.select(uri);
        } catch (RuntimeException e) {
            // The application's own; the failure is told all the same.
            return List.of();
        }
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "unknown host";
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        // The JDK tries a second time, and then knows only that the channel is closed.
        return "refused or unreachable";
    }
}
