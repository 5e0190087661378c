package dev.bookingdate.samples;

import dev.bookingdate.client.BackfillClient;

/** Each operation as one call; the reference of the API shows the bodies of these methods. */
final class Calls {
    private Calls() {}

    static void stopBookingDateBackfillJob(BackfillClient client, String jobId) {
        // Returns when the stop counts; the job can't complete any more.
        client.jobs().stop(jobId);
    }

    static void getBookingDateBackfillJob(BackfillClient client, String jobId) {
        var job = client.jobs().get(jobId);
        System.out.println(job.getStatus() + " " + job.getProgress());
    }

    static void createBookingDateBackfillJob(BackfillClient client, String idempotencyKey) {
        // Repeated with the same key, it returns the same job.
        var created = client.jobs().create(idempotencyKey);
        System.out.println(created.getJobId());
    }

    static void listBookingDateBackfillJobs(BackfillClient client) {
        // Reads page after page while the stream is consumed.
        client.jobs().list().forEach(job -> System.out.println(job.getId() + " " + job.getStatus()));
    }

    static void createToken(String baseUrl, String clientId, String clientSecret) {
        // The client gets tokens by itself, and renews them.
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl(baseUrl)
                .credentials(clientId, clientSecret)
                .build()) {
            client.authenticate();
        }
    }
}
