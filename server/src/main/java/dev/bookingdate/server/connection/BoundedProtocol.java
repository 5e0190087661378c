package dev.bookingdate.server.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tomcat's HTTP, with a bound on the connections of one address, so that it can't take all that there may be. */
public final class BoundedProtocol extends Http11NioProtocol {

    /** For Tomcat, which makes it by its name. */
    public BoundedProtocol() {
        super(new Endpoint());
    }

    /**
     * Sets the bound.
     *
     * @param perAddress how many connections, 0 = any
     * @param unbounded addresses that may have any number
     */
    void bound(int perAddress, Predicate<String> unbounded) {
        Endpoint endpoint = (Endpoint) getEndpoint();
        endpoint.perAddress = perAddress;
        endpoint.unbounded = unbounded;
    }

    /**
     * Tomcat 11.0.27 makes a new round through the connection in the middle of the read that finds the end of a chunked body.
     * That round knows nothing of the call, and closes the connection of a caller who has closed its side. Who waits for
     * bodies here is asked on Tomcat's own threads, which look for the end themselves, so the round is left out.
     */
    @Override
    protected Processor createProcessor() {
        return new Http11Processor(this, getAdapter()) {
            @Override
            protected void executeDispatches() {
                clearDispatches();
            }
        };
    }

    private static final class Endpoint extends NioEndpoint {

        private static final Logger LOG = LoggerFactory.getLogger(BoundedProtocol.class);
        private static final long WARN_AGAIN = TimeUnit.MINUTES.toNanos(1);

        private final Map<String, Integer> held = new ConcurrentHashMap<>();
        private int perAddress;
        private Predicate<String> unbounded = address -> false;
        private long warnedAt = System.nanoTime() - WARN_AGAIN;

        Endpoint() {
            connections = new Counted(held);
        }

        /** Tomcat asks here for each new connection, on one thread. */
        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            if (perAddress > 0 && held.getOrDefault(network(socket), 0) >= perAddress && !isUnbounded(socket)) {
                destroySocket(socket);
                warn();
                return false;
            }
            return super.setSocketOptions(socket);
        }

        private boolean isUnbounded(SocketChannel socket) {
            return unbounded.test(address(socket));
        }

        private void warn() {
            long now = System.nanoTime();
            if (now - warnedAt >= WARN_AGAIN) {
                warnedAt = now;
                LOG.warn(
                        "An address holds {} connections; more of it are closed"
                                + " (bookingdate.connections.per-address).",
                        perAddress);
            }
        }
    }

    private static String network(SocketChannel socket) {
        return Network.of(address(socket));
    }

    private static String address(SocketChannel socket) {
        try {
            return socket.getRemoteAddress() instanceof InetSocketAddress remote
                    ? remote.getAddress().getHostAddress()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Tomcat's connections. It puts each one in when it is accepted, and takes it out once, when it is closed. */
    private static final class Counted extends ConcurrentHashMap<SocketChannel, SocketWrapperBase<NioChannel>> {

        private static final long serialVersionUID = 1;

        private final transient Map<String, Integer> held;
        private final transient Map<SocketChannel, String> networks = new ConcurrentHashMap<>();

        Counted(Map<String, Integer> held) {
            this.held = held;
        }

        @Override
        public @Nullable SocketWrapperBase<NioChannel> put(
                SocketChannel socket, SocketWrapperBase<NioChannel> connection) {
            // Asked for now: a socket that is closed has no address.
            String network = network(socket);
            networks.put(socket, network);
            held.merge(network, 1, Integer::sum);
            return super.put(socket, connection);
        }

        @Override
        public @Nullable SocketWrapperBase<NioChannel> remove(Object socket) {
            @Nullable String network = networks.remove(socket);
            if (network != null) {
                held.computeIfPresent(network, (same, count) -> count == 1 ? null : count - 1);
            }
            return super.remove(socket);
        }
    }
}
