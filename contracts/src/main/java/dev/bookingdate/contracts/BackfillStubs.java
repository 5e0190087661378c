package dev.bookingdate.contracts;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Serves the stubs of one consumer to its tests in JUnit 5: each contract answers as the service has promised to.
 *
 * <pre>{@code
 * class NightlyCloseTest {
 *     @RegisterExtension
 *     static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");
 *
 *     @Test
 *     void close_stopsTheRunningJob() {
 *         String running = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
 *
 *         new NightlyClose(stubs.baseUrl()).run(running);
 *
 *         stubs.verify("stop/running-job");
 *         stubs.verify("get/stopped-job");
 *         stubs.verifyNoOther();
 *     }
 * }
 * }</pre>
 *
 * <p>In a static field the stubs are served from before the first test of the class until after its last, in an instance
 * field for each test anew. Before each test, requests are forgotten and jobs are back in their first state; tests of one
 * class must therefore not run at the same time.
 *
 * <p>Needs WireMock and JUnit Jupiter on the class path of the tests, and no Spring.
 */
public final class BackfillStubs extends ConsumerStubs
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    /** The class and the nested ones that are under way: the stubs are those of the outermost. */
    private int classes;

    private BackfillStubs(String consumer) {
        super(List.of(consumer));
    }

    /**
     * Returns the stubs of one consumer.
     *
     * @param consumer the name of its folder under {@code contracts/consumers}
     * @throws IllegalArgumentException if there is no contract of this consumer
     */
    public static BackfillStubs forConsumer(String consumer) {
        return new BackfillStubs(consumer);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        classes++;
        if (!isServed()) {
            start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (isServed()) {
            reset();
        } else {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (classes == 0) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        classes--;
        if (classes == 0) {
            close();
        }
    }
}
