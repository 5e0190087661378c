package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compression only when asked for, and only above 1000 bytes. */
class CompressionTest {

    private static TestDatabase database;
    private static TestServer server;
    private static String token;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        server = TestServer.start(database, "bookingdate.demo.charges=1");
        token = server.token(TestServer.DEMO_MULTI_ORG);
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @Test
    void threshold_is_1000_bytes() throws IOException {
        padTo(1000);
        assertThat(get("gzip").headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(get("gzip").body()).hasSize(1000);

        padTo(1001);
        HttpResponse<byte[]> compressed = get("gzip");
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        try (var body = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(body.readAllBytes()).hasSize(1001);
        }
    }

    @Test
    void nothing_is_compressed_when_not_asked_for() {
        padTo(200_000);
        HttpResponse<byte[]> plain = get("identity");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.body()).hasSize(200_000);
    }

    @Test
    void large_answers_arrive_whole() throws IOException {
        padTo(200_000);
        try (var body = new GZIPInputStream(new ByteArrayInputStream(get("gzip").body()))) {
            assertThat(body.readAllBytes()).hasSize(200_000);
        }
    }

    private static void padTo(int length) {
        ScriptedDelegate delegate = server.bean(ScriptedDelegate.class);
        delegate.padding = "";
        int bare = get("identity").body().length;
        delegate.padding = "x".repeat(length - bare);
    }

    private static HttpResponse<byte[]> get(String encoding) {
        return server.send(server.request(TestServer.JOBS + "/" + ScriptedDelegate.JOB)
                .header("Authorization", "Bearer " + token)
                .header("Accept-Encoding", encoding)
                .build());
    }
}
