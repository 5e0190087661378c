package dev.bookingdate.cli;

import dev.bookingdate.client.BackfillClientBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxy to go through, as curl and others have it: {@code --proxy}, else {@code HTTPS_PROXY} or {@code HTTP_PROXY} by the
 * service's URL, else {@code ALL_PROXY}; in small letters, too. {@code NO_PROXY} names hosts that are reached without. What a proxy's
 * URL holds is never shown: credentials may be in it.
 */
record Proxies(@Nullable String option, Map<String, String> environment) {

    /**
     * Tells the client.
     *
     * @throws IllegalArgumentException if the URL of the proxy that is to be used is none; the message names the variable, not its value
     */
    void applyTo(BackfillClientBuilder builder, String serviceUrl) {
        String source = option != null ? "--proxy" : source(serviceUrl);
        String url = option != null ? option : source == null ? "" : environment.getOrDefault(source, "");
        if (source == null || (url.isEmpty() && option == null)) {
            return;
        }
        if (url.isEmpty()) {
            // An empty option: none, whatever the environment and the JDK say.
            builder.proxy(new One(Proxy.NO_PROXY, List.of()));
            return;
        }
        URI proxy = uri(source, url);
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        String unproxied = first("NO_PROXY", "no_proxy");
        builder.proxy(new One(
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)),
                unproxied == null
                        ? List.of()
                        : List.of(environment.getOrDefault(unproxied, "").split("[,\\s]+"))));
        String user = proxy.getRawUserInfo();
        if (user != null) {
            String[] parts = user.split(":", 2);
            builder.proxyCredentials(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
        }
    }

    private @Nullable String source(String serviceUrl) {
        boolean tls = serviceUrl.toLowerCase(Locale.ROOT).startsWith("https:");
        return tls
                ? first("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
                : first("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy");
    }

    private @Nullable String first(String... names) {
        for (String name : names) {
            if (!environment.getOrDefault(name, "").isEmpty()) {
                return name;
            }
        }
        return null;
    }

    private static URI uri(String source, String url) {
        try {
            URI proxy = new URI(url.contains("://") ? url : "http://" + url);
            if ("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null) {
                return proxy;
            }
        } catch (URISyntaxException e) {
            // Said below, without the value.
        }
        throw new IllegalArgumentException(
                source + " must name an HTTP proxy, such as http://proxy.example.com:3128 (its value is not shown)");
    }

    private static String decoded(String part) {
        // The plus is no space here, as it would be in a form.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** One proxy, but for some hosts. */
    private static final class One extends ProxySelector {
        private final Proxy proxy;
        private final List<String> unproxied;

        private One(Proxy proxy, List<String> unproxied) {
            this.proxy = proxy;
            this.unproxied = unproxied;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(unproxied.stream().anyMatch(entry -> names(entry, uri)) ? Proxy.NO_PROXY : proxy);
        }

        private static boolean names(String entry, URI uri) {
            String host = uri.getHost().toLowerCase(Locale.ROOT);
            String named = entry.toLowerCase(Locale.ROOT);
            int port = named.lastIndexOf(':');
            if (port > 0 && port == named.indexOf(':')) {
                if (!named.substring(port + 1).equals(String.valueOf(uri.getPort()))) {
                    return false;
                }
                named = named.substring(0, port);
            }
            String bare = named.replaceFirst("^[*]?[.]", "");
            return named.equals("*") || (!bare.isEmpty() && (host.equals(bare) || host.endsWith("." + bare)));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // The client says so.
        }
    }
}
