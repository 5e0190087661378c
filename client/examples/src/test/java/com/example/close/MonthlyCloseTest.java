package com.example.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.contracts.BackfillStubs;
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
    private final MonthlyClose close = new MonthlyClose(client);

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
}
