package dev.bookingdate.server.connection;

import java.net.UnknownHostException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.util.NetMaskSet;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.coyote.Request;
import org.apache.coyote.http2.Http2Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/** Bounds what one caller can hold of a Tomcat. */
public final class ConnectionSetup {

    /** So many parts of the threads the answers to one caller may hold. */
    private static final int SENDING_SHARE = 4;

    /** Tomcat's default of 20 s is long for a thread that waits for nothing but the caller. */
    private static final long STREAM_WRITE_MILLIS = 5_000;

    /** What a connection with a half-read request takes of the heap; measured, docs/faults.md. */
    private static final int HELD_BYTES = 100 * 1024;

    /** The connections of each port may take so much of the heap. */
    private static final int SHARE_OF_THE_HEAP = 3;

    /** So many addresses at least it takes to hold all of them. */
    private static final int LEAST_ADDRESSES = 4;

    private ConnectionSetup() {}

    /**
     * Bounds a Tomcat that is to be made. Called last, to find what Boot has put into it.
     *
     * @param threads how many it has
     * @param callers who has called, to be counted under
     */
    public static void bound(
            TomcatServletWebServerFactory factory,
            ConnectionProperties bounds,
            int threads,
            CallEndValve.Callers callers) {
        factory.setProtocol(BoundedProtocol.class.getName());
        Predicate<String> proxies = proxies(factory);
        factory.addConnectorCustomizers(connector -> {
            var protocol = (BoundedProtocol) connector.getProtocolHandler();
            int most = most(protocol.getMaxConnections(), Runtime.getRuntime().maxMemory());
            protocol.setMaxConnections(most);
            protocol.bound(Math.min(bounds.perAddress(), most / LEAST_ADDRESSES), proxies);
        });
        if (factory.getHttp2() != null && factory.getHttp2().isEnabled()) {
            factory.setHttp2(null);
            factory.addConnectorCustomizers(ConnectionSetup::addHttp2);
        }
        factory.addEngineValves(new CallEndValve(callers, Math.max(1, threads / SENDING_SHARE)));
    }

    /**
     * How many connections there may be: so many as were asked for, and no more than the heap has room for.
     *
     * @param configured below 0 = any number
     * @param heap in bytes
     */
    static int most(int configured, long heap) {
        int room = (int) Math.min(Integer.MAX_VALUE, heap / SHARE_OF_THE_HEAP / HELD_BYTES);
        return configured < 0 ? room : Math.min(configured, room);
    }

    private static void addHttp2(Connector connector) {
        var http2 = new UpgradeWithoutBody();
        http2.setStreamWriteTimeout(STREAM_WRITE_MILLIS);
        connector.addUpgradeProtocol(http2);
    }

    /** Whose word about the caller's address is believed; none where no proxy is declared. */
    private static Predicate<String> proxies(TomcatServletWebServerFactory factory) {
        return factory.getEngineValves().stream()
                .filter(RemoteIpValve.class::isInstance)
                .map(valve -> ((RemoteIpValve) valve).getInternalProxies())
                .map(ConnectionSetup::contains)
                .findFirst()
                .orElse(address -> false);
    }

    /** As the valve understands it: CIDR blocks, or one regular expression. */
    private static Predicate<String> contains(String proxies) {
        if (proxies.indexOf('/') <= 0) {
            return Pattern.compile(proxies).asMatchPredicate();
        }
        NetMaskSet blocks = NetMaskSet.parse(proxies);
        return address -> {
            try {
                return blocks.contains(address);
            } catch (UnknownHostException e) {
                return false;
            }
        };
    }

    /**
     * Takes an upgrade from HTTP/1.1 only with a request that has no body. Tomcat would read a body before it knows who calls,
     * holding a thread, and would refuse it above 4 KiB. A request whose upgrade is not taken is answered over HTTP/1.1, as the
     * RFC has it; the next one without a body can upgrade.
     */
    private static final class UpgradeWithoutBody extends Http2Protocol {

        @Override
        public boolean accept(Request request) {
            boolean hasBody = request.getContentLengthLong() > 0
                    || request.getMimeHeaders().getHeader("Transfer-Encoding") != null;
            return !hasBody && super.accept(request);
        }
    }
}
