package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server does: a call ends in its time, with the right exception, and leaves no connection and no thread. */
@Timeout(60)
class HostileServerTest {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final Duration TOTAL = Duration.ofMillis(1500);
    /** Far more than the total timeout: what fails with this is a call that does not end, not a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private ServerSocket server;

    interface Behaviour {
        void serve(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        server.close();
        threads.shutdownNow();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    @Test
    void headersThatNeverCome() {
        assertThat(failure(out -> end.await())).isInstanceOf(CallTimeoutException.class);
    }

    @Test
    void headersThatTrickle() {
        assertThat(failure(out -> trickle(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: ")))
                .isInstanceOf(CallTimeoutException.class);
    }

    @Test
    void bodyThatTrickles() {
        assertThat(failure(out -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(US_ASCII));
                    trickle(out, "");
                }))
                .isInstanceOf(CallTimeoutException.class);
    }

    @Test
    void theOnlyTry_endsWithTheTotalTimeout() {
        for (Behaviour behaviour : List.<Behaviour>of(out -> end.await(), out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(US_ASCII));
            trickle(out, "");
        })) {
            assertThat(failure(
                            behaviour,
                            builder()
                                    .attemptTimeout(Duration.ofMinutes(5))
                                    .totalTimeout(Duration.ofMillis(500))
                                    .retryPolicy(RetryPolicy.none())))
                    .isInstanceOf(CallTimeoutException.class);
        }
    }

    @Test
    void interruption_whileNothingComes_givesTheConnectionUp() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        serve(out -> {
            asked.countDown();
            end.await();
        });
        AtomicReference<BackfillException> failure = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try (BackfillClient client =
                    builder().attemptTimeout(PATIENCE).totalTimeout(PATIENCE).build()) {
                client.jobs().stop(JOB);
            } catch (BackfillException e) {
                failure.set(Thread.currentThread().isInterrupted() ? e : null);
            }
        });
        caller.start();
        asked.await();

        caller.interrupt();
        caller.join(PATIENCE.dividedBy(2).toMillis());

        assertThat(failure.get()).isInstanceOf(CallInterruptedException.class);
        Awaitility.await()
                .untilAsserted(() -> assertThat(connections).allMatch(HostileServerTest::wasClosedByTheClient));
    }

    @Test
    void bodyThatBreaksOff() {
        assertThat(failure(
                        out -> out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"succ".getBytes(US_ASCII))))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("no answer");
    }

    @Test
    void bodyThatIsLongerThanItsLength() {
        assertThat(failure(out -> answer(out, 200, "application/json", "{\"success\":true}", 9)))
                .isInstanceOf(UnusableAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length: 99999999999\r\n", "Transfer-Encoding: chunked\r\n"})
    void bodyWithoutEnd(String length) {
        assertThat(failure(out -> withoutEnd(out, "200", length), patient()))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("the body has more than 64 MiB");
    }

    /** Which of both counts depends on the JDK. */
    @Test
    void bodyWithoutEnd_thatSaysItIsShort() {
        assertThat(failure(
                        out -> withoutEnd(out, "200", "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n"),
                        patient()))
                .isInstanceOfAny(UnusableAnswerException.class, NoAnswerException.class);
    }

    private BackfillClientBuilder patient() {
        return builder().attemptTimeout(PATIENCE).totalTimeout(PATIENCE).retryPolicy(RetryPolicy.none());
    }

    private void withoutEnd(OutputStream out, String status, String length) throws IOException {
        boolean chunked = length.contains("chunked");
        out.write(("HTTP/1.1 " + status + " \r\n" + length + "\r\n").getBytes(US_ASCII));
        byte[] much = new byte[1 << 20];
        while (end.getCount() > 0) {
            out.write((chunked ? "100000\r\n" : "").getBytes(US_ASCII));
            out.write(much);
            out.write((chunked ? "\r\n" : "").getBytes(US_ASCII));
        }
    }

    @Test
    void bombOfGzip_isNotInflatedWithoutEnd() {
        byte[] bomb = gzip(new byte[1 << 20], 65);

        assertThat(failure(out -> {
                    out.write(
                            ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n")
                                    .getBytes(US_ASCII));
                    out.write(bomb);
                }))
                .isInstanceOfAny(NoAnswerException.class, CallTimeoutException.class);
    }

    @Test
    void honestGzip_isInflated() {
        byte[] body = gzip(("{" + FakeService.SUCCESS + "}").getBytes(US_ASCII), 1);
        serve(out -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(US_ASCII));
            out.write(body);
        });

        try (BackfillClient client = builder().build()) {
            assertThat(client.jobs().stop(JOB).getSuccess()).isTrue();
        }
    }

    @Test
    void bodyThatIsNoGzip_thoughItSaysSo() {
        assertThat(failure(out -> out.write(
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII))))
                .isInstanceOf(NoAnswerException.class);
    }

    /** Gateways set the header for answers that have no body. */
    @ParameterizedTest
    @CsvSource({"503, UnavailableException", "429, RateLimitException", "403, PermissionException"})
    void emptyGzip_keepsStatusAndRetryAfter(int status, String type) {
        BackfillException failure = failure(out -> out.write(
                ("HTTP/1.1 " + status + " \r\nContent-Encoding: gzip\r\nRetry-After: 77\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(US_ASCII)));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(77));
    }

    @Test
    void emptyGzip_of401_renewsTheToken() {
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger tokens = new AtomicInteger();
        serve(out -> {
            if (requests.incrementAndGet() == 1) {
                // It closes after each answer; without a word, a call without retries could meet the closed connection.
                out.write("HTTP/1.1 401 \r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(US_ASCII));
            } else {
                answer(out, 200, "application/json", "{" + FakeService.SUCCESS + "}", -1);
            }
        });

        try (BackfillClient client = builder()
                .accessToken(() -> "token" + tokens.incrementAndGet())
                .retryPolicy(RetryPolicy.none())
                .build()) {
            assertThat(client.jobs().stop(JOB).getSuccess()).isTrue();
        }
        assertThat(tokens).hasValue(2);
    }

    /** The status is there, and so is what the headers say, whatever becomes of the body. */
    @Test
    void bodyOfAFailure_thatCantBeRead_keepsStatusAndRetryAfter() {
        String head = "HTTP/1.1 503 \r\nRetry-After: 77\r\n";
        for (Behaviour behaviour : List.<Behaviour>of(
                out -> out.write((head + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}").getBytes(US_ASCII)),
                out -> out.write((head + "Content-Encoding: br\r\nContent-Length: 2\r\n\r\n{}").getBytes(US_ASCII)),
                out -> out.write((head + "Content-Length: 100\r\n\r\n{\"succ").getBytes(US_ASCII)),
                out -> {
                    out.write((head + "Content-Length: 100000\r\n\r\n").getBytes(US_ASCII));
                    trickle(out, "");
                })) {
            BackfillException failure = failure(behaviour);

            assertThat(failure).isInstanceOf(UnavailableException.class);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(77));
        }
        BackfillException failure = failure(out -> withoutEnd(out, "503", "Retry-After: 77\r\n"), patient());

        assertThat(failure).isInstanceOf(UnavailableException.class);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(77));
    }

    @Test
    void garbage() {
        assertThat(failure(out -> answer(out, 200, "application/json", "{\"success\":true,,,", -1)))
                .isInstanceOf(UnusableAnswerException.class);
    }

    @Test
    void whatIsNotEvenHttp() {
        assertThat(failure(out -> out.write("not even HTTP\r\n\r\n".getBytes(US_ASCII))))
                .isInstanceOf(NoAnswerException.class);
    }

    @Test
    void pageOfAGateway() {
        assertThat(failure(out -> answer(out, 200, "text/html", "<html>Please log in</html>", -1)))
                .isInstanceOf(UnusableAnswerException.class)
                .hasMessageContaining("text/html");
    }

    @Test
    void redirect_isNotFollowed() {
        AtomicInteger requests = new AtomicInteger();

        assertThat(failure(out -> {
                    requests.incrementAndGet();
                    out.write(("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + server.getLocalPort()
                                    + "/elsewhere\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(US_ASCII));
                }))
                .isInstanceOf(UnusableAnswerException.class)
                .hasMessageContaining("redirect");
        assertThat(requests).hasValue(1);
    }

    @Test
    void endlessRefusals() {
        assertThat(failure(out ->
                        out.write("HTTP/1.1 429 \r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII))))
                .isInstanceOf(RateLimitException.class);
    }

    @Test
    void refusalForEver() {
        assertThat(failure(out -> out.write(
                        "HTTP/1.1 429 \r\nRetry-After: 999999999\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII))))
                .isInstanceOf(RateLimitException.class);
    }

    @Test
    void connectionThatIsClosedAtOnce() {
        assertThat(failure(out -> out.close())).isInstanceOf(NoAnswerException.class);
    }

    /** The clock of the machine decides when a token is old, and nothing else. */
    @Test
    void clockThatJumps_endsNoCallEarlyAndNoneLate() {
        AtomicLong hours = new AtomicLong();
        Clock jumping = new Clock() {
            @Override
            public Instant instant() {
                return Instant.EPOCH.plusSeconds(hours.addAndGet(17) % 100 * 3600);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        serve(out -> end.await());

        try (BackfillClient client = builder().clock(jumping).build()) {
            assertThat(catchThrowableOfType(
                            BackfillException.class, () -> client.jobs().stop(JOB)))
                    .isInstanceOf(CallTimeoutException.class);
        }
    }

    /** The interrupt that ends a call in time comes where the thread does not wait: it must not meet what the thread does next. */
    @Test
    void timeIsOver_whereNobodySleeps_leavesTheThreadUninterrupted() {
        ProxySelector busy = new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                throw new IllegalStateException("no proxy");
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                throw new AssertionError("not reached");
            }
        };

        try (BackfillClient client = builder().proxy(busy).build()) {
            assertThatThrownBy(() -> client.jobs().stop(JOB)).hasMessage("no proxy");
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void waits_endAtTheirDeadline_whateverTheServerDoes() {
        serve(out -> end.await());

        try (BackfillClient client = builder().build()) {
            assertThat(catchThrowableOfType(
                            BackfillException.class, () -> client.jobs().awaitFinished(JOB, TOTAL)))
                    .isInstanceOf(AwaitTimeoutException.class);
        }
    }

    private BackfillException failure(Behaviour behaviour) {
        return failure(behaviour, builder());
    }

    private BackfillException failure(Behaviour behaviour, BackfillClientBuilder builder) {
        serve(behaviour);
        long began = System.nanoTime();
        BackfillException failure;
        try (BackfillClient client = builder.build()) {
            failure = catchThrowableOfType(
                    BackfillException.class, () -> client.jobs().stop(JOB));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
        return failure;
    }

    private BackfillClientBuilder builder() {
        return BackfillClient.builder()
                .baseUrl("http://127.0.0.1:" + server.getLocalPort())
                .accessToken(() -> "token")
                .attemptTimeout(Duration.ofMillis(700))
                .totalTimeout(TOTAL)
                .retryPolicy(new RetryPolicy(5, Duration.ofMillis(10), Duration.ofMillis(100)));
    }

    private void serve(Behaviour behaviour) {
        ServerSocket here = server;
        threads.execute(() -> {
            while (!here.isClosed()) {
                try {
                    Socket connection = here.accept();
                    connections.add(connection);
                    threads.execute(() -> serve(connection, behaviour));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void serve(Socket connection, Behaviour behaviour) {
        try (connection) {
            InputStream in = connection.getInputStream();
            int newlines = 0;
            while (newlines < 4) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                newlines = next == '\r' || next == '\n' ? newlines + 1 : 0;
            }
            behaviour.serve(connection.getOutputStream());
            connection.shutdownOutput();
            while (in.read() >= 0) {
                // Until the client closes it.
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone, or the test is over.
        }
    }

    private void trickle(OutputStream out, String begin) throws IOException, InterruptedException {
        out.write(begin.getBytes(US_ASCII));
        while (!end.await(20, TimeUnit.MILLISECONDS)) {
            out.write('a');
            out.flush();
        }
    }

    private static void answer(OutputStream out, int status, String type, String body, int length) throws IOException {
        out.write(("HTTP/1.1 " + status + " \r\nContent-Type: " + type + "\r\nContent-Length: "
                        + (length < 0 ? body.length() : length) + "\r\n\r\n" + body)
                .getBytes(US_ASCII));
    }

    private static byte[] gzip(byte[] block, int times) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < times; i++) {
                gzip.write(block);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    @Tag("long")
    void neitherThreadNorConnection_isLeft() {
        failure(out -> end.await());

        // On a JDK before 21 the client's threads end when they are idle, or when nothing refers to it any more.
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("bookingdate-client-"))
                    .noneMatch(name -> name.endsWith("SelectorManager"));
            assertThat(connections).isNotEmpty().allMatch(HostileServerTest::wasClosedByTheClient);
        });
    }

    private static boolean wasClosedByTheClient(Socket connection) {
        try {
            connection.setSoTimeout(100);
            return connection.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            // Reset: closed as well.
            return true;
        }
    }
}
