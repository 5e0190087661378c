package dev.bookingdate.server.slow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections that begin a request each and then send a little of it now and then, from several addresses, without reading
 * what is answered. One that the server closes is opened again. One thread does it for all of them.
 */
public final class Drips implements AutoCloseable {

    /** Makes a connection: bound, connected, with the handshake done where there is one. */
    @FunctionalInterface
    public interface Opening {

        /** From the address given. */
        Socket open(InetAddress from) throws IOException;
    }

    private final List<Drip> drips = new ArrayList<>();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong dripped = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Drips(Opening opening, int connections, int addresses, long pauseMillis, byte[] head, byte[] drop) {
        for (int i = 0; i < connections; i++) {
            drips.add(new Drip(opening, "127.0.0." + (2 + i % addresses), head, drop));
        }
        this.thread = new Thread(() -> drip(pauseMillis), "drips");
        thread.setDaemon(true);
    }

    /**
     * Opens all connections before it returns.
     *
     * @param head what begins the request
     * @param drop what is sent now and then
     */
    public static Drips start(
            Opening opening, int connections, int addresses, long pauseMillis, byte[] head, byte[] drop) {
        Drips drips = new Drips(opening, connections, addresses, pauseMillis, head, drop);
        drips.drips.forEach(Drip::drop);
        drips.thread.start();
        return drips;
    }

    /** The same over a connection without TLS. */
    public static Drips start(int port, int connections, int addresses, long pauseMillis, String head, String drop) {
        return start(from -> plain(port, from), connections, addresses, pauseMillis, bytes(head), bytes(drop));
    }

    public static Socket plain(int port, InetAddress from) throws IOException {
        Socket socket = new Socket();
        // What is not read must not find much room in the kernel.
        socket.setReceiveBufferSize(4096);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** How many connections were opened, those in the place of closed ones included. */
    public long opened() {
        return opened.get();
    }

    /** How often something was sent. */
    public long dripped() {
        return dripped.get();
    }

    private void drip(long pauseMillis) {
        try {
            while (!closing.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                drips.forEach(Drip::drop);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join(10_000);
        drips.forEach(Drip::close);
    }

    private final class Drip {

        private final Opening opening;
        private final String from;
        private final byte[] head;
        private final byte[] drop;
        private Socket socket = new Socket();
        private boolean open;

        Drip(Opening opening, String from, byte[] head, byte[] drop) {
            this.opening = opening;
            this.from = from;
            this.head = head;
            this.drop = drop;
        }

        /** A failure is what is wanted of the server: the next time a new connection is tried. */
        void drop() {
            try {
                if (!open) {
                    socket = opening.open(InetAddress.getByName(from));
                    open = true;
                    opened.incrementAndGet();
                    socket.getOutputStream().write(head);
                }
                socket.getOutputStream().write(drop);
                dripped.incrementAndGet();
            } catch (IOException e) {
                close();
            }
        }

        void close() {
            open = false;
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
