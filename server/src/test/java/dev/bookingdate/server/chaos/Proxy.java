package dev.bookingdate.server.chaos;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The network between one node and the database: it can be cut, slow, or silent, and it sees which statements pass. */
final class Proxy implements Closeable {

    private enum State {
        OPEN,
        CUT,
        SILENT
    }

    private static final int STARTUP = 196_608;
    private static final int CANCEL = 80_877_102;

    private final ServerSocket server;
    private final IntSupplier target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile State state = State.OPEN;
    private volatile long delayMillis;
    private volatile @Nullable Trap trap;

    /** @param target the database's port now */
    Proxy(IntSupplier target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 200, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("proxy", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Breaks all connections, and refuses new ones. */
    void cut() {
        state = State.CUT;
        links.forEach(Link::close);
    }

    /** The connections that there are fall silent for ever, in both directions; new ones are served. Neither side is told. */
    void lose() {
        links.forEach(Link::lose);
    }

    /** Lets nothing through in either direction, and says so to nobody: half-open connections. */
    void silence() {
        state = State.SILENT;
    }

    /** Each piece of bytes arrives so much later. */
    void delay(Duration delay) {
        delayMillis = delay.toMillis();
    }

    /** New connections are as they were at first. Those that went silent stay so: what was swallowed can't be made up for. */
    void heal() {
        if (state == State.SILENT) {
            lose();
        }
        state = State.OPEN;
        delayMillis = 0;
        trap = null;
    }

    void arm(@Nullable Trap newTrap) {
        trap = newTrap;
    }

    /** Breaks the connections that there are, but for those that are silent. */
    void dropAll() {
        links.stream().filter(link -> !link.lost).forEach(Link::close);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (state == State.CUT) {
                    reset(client);
                    continue;
                }
                Socket database = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), target.getAsInt());
                client.setTcpNoDelay(true);
                database.setTcpNoDelay(true);
                Link link = new Link(client, database);
                links.add(link);
                start("proxy-to-database", link::forward);
                start("proxy-to-node", link::backward);
            } catch (IOException e) {
                // The database is down: the node sees its connection break.
            }
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        links.forEach(Link::close);
    }

    /** One connection. */
    private final class Link {

        private final Socket client;
        private final Socket database;
        private final Conversation conversation = new Conversation();
        private volatile @Nullable Trap afterAnswer;
        private volatile boolean lost;
        private boolean ran;

        Link(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        void forward() {
            try (client;
                    database) {
                DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream(), 65_536));
                OutputStream out = new BufferedOutputStream(database.getOutputStream(), 65_536);
                if (startUp(in, out)) {
                    while (message(in, out)) {
                        if (in.available() == 0) {
                            flush(out);
                        }
                    }
                }
            } catch (IOException e) {
                // Broken, by either side or by a fault.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                links.remove(this);
            }
        }

        /** The messages before the conversation have no type. False for a request to cancel, which is all that is said. */
        private boolean startUp(DataInputStream in, OutputStream out) throws IOException, InterruptedException {
            while (true) {
                int length = in.readInt();
                byte[] body = in.readNBytes(length - 4);
                int code = ByteBuffer.wrap(body).getInt();
                write(out, ByteBuffer.allocate(length).putInt(length).put(body).array());
                flush(out);
                if (code == CANCEL) {
                    // The database answers by closing, which the other direction passes on.
                    in.read();
                    return false;
                }
                if (code == STARTUP) {
                    return true;
                }
            }
        }

        private boolean message(DataInputStream in, OutputStream out) throws IOException, InterruptedException {
            int type = in.read();
            if (type < 0) {
                return false;
            }
            Trap armed = trap;
            byte[] bytes = read(type, in);
            if (ran && armed != null && armed.catches(conversation, Proxy.this)) {
                return caught(armed, in, out, bytes);
            }
            write(out, bytes);
            return true;
        }

        private boolean caught(Trap armed, DataInputStream in, OutputStream out, byte[] bytes)
                throws IOException, InterruptedException {
            switch (armed.place()) {
                case BEFORE -> {
                    armed.spring(Proxy.this);
                    return false;
                }
                case HELD -> {
                    armed.spring(Proxy.this);
                    armed.awaitRelease();
                    write(out, bytes);
                }
                case WITHIN -> {
                    write(out, bytes);
                    // The database begins with it when it has read Sync.
                    for (int type = in.read(); type >= 0; type = in.read()) {
                        write(out, read(type, in));
                        if (type == 'S') {
                            break;
                        }
                    }
                    flush(out);
                    armed.spring(Proxy.this);
                }
                case AFTER -> {
                    afterAnswer = armed;
                    write(out, bytes);
                }
            }
            return true;
        }

        private byte[] read(int type, DataInputStream in) throws IOException {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            ran = conversation.hear((char) type, body);
            return ByteBuffer.allocate(length + 1)
                    .put((byte) type)
                    .putInt(length)
                    .put(body)
                    .array();
        }

        void backward() {
            byte[] buffer = new byte[65_536];
            try (client;
                    database) {
                InputStream in = database.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    Trap armed = afterAnswer;
                    if (armed != null) {
                        armed.spring(Proxy.this);
                        return;
                    }
                    write(out, Arrays.copyOf(buffer, read));
                    flush(out);
                }
            } catch (IOException e) {
                // Broken, by either side or by a fault.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                links.remove(this);
            }
        }

        private void write(OutputStream out, byte[] bytes) throws IOException {
            if (state != State.SILENT && !lost) {
                out.write(bytes);
            }
        }

        private void flush(OutputStream out) throws IOException, InterruptedException {
            if (delayMillis > 0) {
                Thread.sleep(delayMillis);
            }
            out.flush();
        }

        void lose() {
            lost = true;
        }

        void close() {
            reset(client);
            reset(database);
        }
    }
}
