package dev.bookingdate.samples;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.contracts.BackfillStubs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the reference shows does what it says. */
class CallsTest {
    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    @Test
    void eachCall_isAnswered() {
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl(stubs.baseUrl())
                .accessToken(() -> "any")
                .build()) {
            Calls.stopBookingDateBackfillJob(client, "0199f3a47c5e7d1b8a2f4e6c9d0b1a01");
            Calls.getBookingDateBackfillJob(client, "0199f3a47c5e7d1b8a2f4e6c9d0b1a03");
            Calls.createBookingDateBackfillJob(client, "key");
            Calls.listBookingDateBackfillJobs(client);
        }
        Calls.createToken(stubs.baseUrl().toString(), "00000000-0000-4000-8000-00000000c001", "contract-secret");
        stubs.verify("token/valid-credentials");
        stubs.verify("stop/running-job");
        stubs.verify("get/stopped-job");
        stubs.verify("create/no-active-job");
        stubs.verify("list/jobs-of-the-entity");
    }
}
