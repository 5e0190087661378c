package com.example.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.Failure;
import dev.bookingdate.client.Jobs;
import dev.bookingdate.client.UnavailableException;
import dev.bookingdate.contracts.BackfillStubs;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MonthlyCloseTest {
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final String COMPLETED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a04";
    private static final String UNKNOWN = "0199f3a47c5e7d1b8a2f4e6c9d0bffff";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    private String token = "any";
    private final BackfillClient client = BackfillClient.builder()
            .baseUrl(stubs.baseUrl())
            .accessToken(() -> token)
            .build();
    private final MonthlyClose close = new MonthlyClose(client.jobs());

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void stop_isOneCall() {
        close.stop(RUNNING);

        stubs.verify("stop/running-job"); // named as its contract
        stubs.verifyNoOther();
    }

    @Test
    void stopIfNotOver_tellsWhenItCameTooLate() {
        assertTrue(close.stopIfNotOver(RUNNING));
        assertFalse(close.stopIfNotOver(COMPLETED));
    }

    @Test
    void stopAndTell_tellsHowTheJobEnded() {
        assertEquals("stopped", close.stopAndTell(RUNNING));
        assertEquals("was complete before", close.stopAndTell(COMPLETED));
    }

    @Test
    void stopOrExplain_saysWhatIsWrong() {
        assertEquals("no such job", close.stopOrExplain(UNKNOWN));

        token = "expired-token";
        assertEquals("check the credentials", close.stopOrExplain(RUNNING));
    }

    /** Without stubs: {@code Jobs} is an interface, and its exceptions can be made. */
    @Test
    void stopOrExplain_saysWhenToTryAgain() {
        Failure busy = new Failure(503, List.of(), "r1", null, null, null, null, true);

        assertEquals("try again later (request r1)", new MonthlyClose(failing(busy)).stopOrExplain(RUNNING));
    }

    private static Jobs failing(Failure failure) {
        return (Jobs) Proxy.newProxyInstance(
                Jobs.class.getClassLoader(), new Class<?>[] {Jobs.class}, (jobs, method, args) -> {
                    if (method.getName().startsWith("with")) {
                        return jobs;
                    }
                    throw new UnavailableException(failure, "busy", null);
                });
    }
}
