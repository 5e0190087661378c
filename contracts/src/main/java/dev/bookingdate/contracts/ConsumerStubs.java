package dev.bookingdate.contracts;

import static java.util.stream.Collectors.joining;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves the stubs of a consumer to its tests, whatever the test framework; with JUnit 5, {@link BackfillStubs} starts and
 * stops them by itself.
 *
 * <pre>{@code
 * try (ConsumerStubs stubs = ConsumerStubs.of("java-client").start()) {
 *     BackfillClient client = BackfillClient.builder().baseUrl(stubs.baseUrl()).accessToken(() -> "any").build();
 *     client.jobs().stop("0199f3a47c5e7d1b8a2f4e6c9d0b1a01");
 *     stubs.verify("stop/running-job");
 * }
 * }</pre>
 *
 * <p>A contract is named as its file: {@code stop/running-job}, or with its consumer, {@code java-client/stop/running-job}.
 *
 * <p>Jobs have states. Where a contract says what its stop makes of the job, the job is read as it was until the stop came,
 * and as stopped afterwards; {@link #reset()} brings it back. Lists show it as it was.
 *
 * <p>A request that no contract covers is answered with 404 and a text that names the nearest contract, and shows where the
 * request differs. Needs WireMock on the class path.
 */
public sealed class ConsumerStubs implements AutoCloseable permits BackfillStubs {
    private final List<String> consumers;
    private final Set<String> contracts;
    private final Set<String> verified = new HashSet<>();
    private final Faults faults = new Faults();
    private @Nullable DocumentMock mock;
    private @Nullable WireMockServer server;

    ConsumerStubs(Collection<String> consumers) {
        this.consumers = List.copyOf(consumers);
        this.contracts = StubFiles.ofConsumers(this.consumers).keySet();
    }

    /**
     * Returns the stubs of one consumer; they are served once they were started.
     *
     * @param consumer the name of its folder under {@code contracts/consumers}
     * @throws IllegalArgumentException if there is no contract of this consumer
     */
    public static ConsumerStubs of(String consumer) {
        return new ConsumerStubs(List.of(consumer));
    }

    /**
     * Starts to serve, on a port of 127.0.0.1 that was free.
     *
     * @throws IllegalStateException if the stubs are served already
     */
    public ConsumerStubs start() {
        return start(0);
    }

    /** Starts to serve on a port of 127.0.0.1; 0 for one that is free. */
    ConsumerStubs start(int port) {
        if (server != null) {
            throw new IllegalStateException("The stubs are served already, at " + baseUrl());
        }
        WireMockConfiguration configuration = UnmatchedRequest.told(consumers, mock)
                .bindAddress("127.0.0.1")
                .port(port)
                .extensions(faults)
                .stubRequestLoggingDisabled(true);
        if (mock != null) {
            configuration.extensions(mock.filter());
        }
        WireMockServer started = new WireMockServer(configuration);
        started.start();
        JobStates.of(consumers).forEach(started::addStubMapping);
        server = started;
        return this;
    }

    /** Answers from a document what no contract covers, and what is asked for by {@code Prefer}; before they are started. */
    void mock(DocumentMock document) {
        mock = document;
    }

    /** Stops to serve. Does nothing where the stubs are not served. */
    @Override
    public void close() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    /** Tells whether the stubs are served. */
    final boolean isServed() {
        return server != null;
    }

    /**
     * Returns where the stubs are served: {@code http://127.0.0.1:<port>}.
     *
     * @throws IllegalStateException if they are not served
     */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + wireMock().port());
    }

    /**
     * From now on, something goes wrong with the call of this contract, until {@link #reset()}.
     *
     * @throws IllegalArgumentException if the consumer has no such contract
     */
    public void fail(String contract, Fault fault) {
        fail(contract, fault, Integer.MAX_VALUE);
    }

    /**
     * Something goes wrong with the next calls of this contract; then it is answered as it says. Such requests count for
     * neither {@link #verify(String)} nor {@link #verifyNoOther()}.
     *
     * @throws IllegalArgumentException if the consumer has no such contract
     */
    public void fail(String contract, Fault fault, int times) {
        String name = named(contract);
        String failing = name + " fails: " + fault;
        faults.add(wireMock(), name, failing, fault, times);
        verified.add(failing);
    }

    /** Forgets all requests and faults, and brings the jobs back into their first state. */
    public void reset() {
        faults.clear(wireMock());
        wireMock().resetRequests();
        wireMock().resetScenarios();
        verified.clear();
    }

    /**
     * Verifies that exactly one request was answered as this contract says.
     *
     * @throws AssertionError if there were none or several; it shows what came instead
     * @throws IllegalArgumentException if the consumer has no such contract
     */
    public void verify(String contract) {
        verify(contract, 1);
    }

    /**
     * Verifies how many requests were answered as this contract says.
     *
     * @throws AssertionError if there were more or fewer; it shows what came
     * @throws IllegalArgumentException if the consumer has no such contract
     */
    public void verify(String contract, int times) {
        String name = named(contract);
        List<ServeEvent> requests = requests();
        long came = requests.stream()
                .filter(request -> name.equals(answeredAs(request)))
                .count();
        if (came != times) {
            throw new AssertionError(
                    name + " was wanted " + times(times) + ", and came " + times(came) + "." + shown(requests));
        }
        verified.add(name);
    }

    /**
     * Verifies that each request was answered as a contract says that was verified before.
     *
     * @throws AssertionError if there was another one, or one that no contract covers; it shows all of them
     */
    public void verifyNoOther() {
        List<ServeEvent> others = requests().stream()
                .filter(request -> !verified.contains(answeredAs(request)))
                .toList();
        if (!others.isEmpty()) {
            throw new AssertionError("No other request was wanted." + shown(others));
        }
    }

    /**
     * Returns the WireMock that serves, for what is not offered here. Each stub has the name of its contract.
     *
     * @throws IllegalStateException if the stubs are not served
     */
    public WireMockServer wireMock() {
        if (server == null) {
            throw new IllegalStateException("The stubs are not served: not yet started, or already stopped");
        }
        return server;
    }

    private String named(String contract) {
        return consumers.stream()
                .map(consumer -> contract.startsWith(consumer + "/") ? contract : consumer + "/" + contract)
                .filter(contracts::contains)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("There is no contract '" + contract + "', only " + contracts));
    }

    /** In the order in which they came. */
    private List<ServeEvent> requests() {
        List<ServeEvent> newestFirst = wireMock().getAllServeEvents();
        return newestFirst.stream()
                .sorted((a, b) -> Integer.compare(newestFirst.indexOf(b), newestFirst.indexOf(a)))
                .toList();
    }

    private static @Nullable String answeredAs(ServeEvent request) {
        return request.getWasMatched() ? request.getStubMapping().getName() : null;
    }

    private static String shown(List<ServeEvent> requests) {
        if (requests.isEmpty()) {
            return " No request came.";
        }
        return requests.stream()
                .map(request -> request.getRequest().getMethod() + " "
                        + request.getRequest().getUrl() + ": "
                        + (request.getWasMatched() ? answeredAs(request) : "no contract covers it"))
                .collect(joining("\n    ", " These came:\n    ", ""));
    }

    private static String times(long times) {
        return times == 1 ? "once" : times == 0 ? "never" : times + " times";
    }
}
