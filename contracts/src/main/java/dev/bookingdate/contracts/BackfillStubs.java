package dev.bookingdate.contracts;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Serves the stubs of one consumer to its tests: each contract answers as the service has promised to.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");
 * }</pre>
 *
 * <p>A request that no contract of the consumer covers is answered with WireMock's own 404, which shows the nearest
 * contract. Needs WireMock and JUnit Jupiter on the class path of the tests, and no Spring.
 */
public final class BackfillStubs implements BeforeAllCallback, AfterAllCallback {
    private final List<String> stubs;
    private @Nullable WireMockServer server;

    private BackfillStubs(List<String> stubs) {
        this.stubs = stubs;
    }

    /**
     * Returns the stubs of one consumer; they are served from before the first test of a class until after its last.
     *
     * @param consumer the name of its folder under {@code contracts/consumers}
     * @throws IllegalArgumentException if there is no contract of this consumer
     */
    public static BackfillStubs forConsumer(String consumer) {
        Map<String, String> all = StubFiles.all();
        List<String> own = all.entrySet().stream()
                .filter(stub -> stub.getKey().startsWith(consumer + "/"))
                .map(Map.Entry::getValue)
                .toList();
        if (own.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no contract of the consumer '" + consumer + "', only " + all.keySet());
        }
        return new BackfillStubs(own);
    }

    /**
     * Returns where the stubs are served: {@code http://127.0.0.1:<port>}, on a port that was free.
     *
     * @throws IllegalStateException before the first and after the last test
     */
    public URI baseUrl() {
        if (server == null) {
            throw new IllegalStateException("The stubs are served only while the tests of a class run");
        }
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        WireMockServer started =
                new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
        started.start();
        stubs.forEach(stub -> started.addStubMapping(StubMapping.buildFrom(stub)));
        server = started;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            server.stop();
            server = null;
        }
    }
}
