package dev.bookingdate.server.token;

import static dev.bookingdate.server.http.TestServer.SECRET;
import static dev.bookingdate.server.http.TestServer.SEVERAL_ENTITIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.connection.Network;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.http.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Waits are long and never waited for: a test ends one by writing its row. */
@Tag("long")
class TokenThrottleTest {

    private static final String WRONG = "wrong";
    private static final String UNKNOWN = "00000000-0000-4000-8000-0000000000ff";
    private static final String OTHER_UNKNOWN = "00000000-0000-4000-8000-0000000000fe";
    private static final String NOT_SEEN = "00000000-0000-4000-8000-0000000000fd";

    private static TestDatabase database;
    private static TestServer server;
    private static TestServer otherNode;
    private static JdbcClient rows;

    @BeforeAll
    static void start() {
        String[] rules = {
            "bookingdate.auth.throttle.free-per-client-and-address=2",
            "bookingdate.auth.throttle.free-per-address=4",
            "bookingdate.auth.throttle.free-per-client=6",
            "bookingdate.auth.throttle.first-wait=100s",
            "bookingdate.auth.throttle.longest-wait=400s",
        };
        database = TestDatabase.create();
        server = TestServer.start(
                database,
                with(rules, "server.forward-headers-strategy=native", "bookingdate.auth.throttle.verifications=8"));
        otherNode = TestServer.start(
                database,
                with(
                        rules,
                        "bookingdate.auth.throttle.verifications=1",
                        "bookingdate.auth.throttle.verifications-waiting=0"));
        rows = server.bean(JdbcClient.class);
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        server.close();
        database.close();
    }

    @BeforeEach
    void forget() {
        rows.sql("delete from token_attempt").update();
    }

    @Test
    void failures_that_are_not_free_double_the_wait_up_to_the_longest() {
        assertThat(statuses(3, SEVERAL_ENTITIES, WRONG, "192.0.2.1")).containsExactly(401, 401, 401);
        for (int wait : List.of(100, 200, 400, 400)) {
            assertWaits(attempt(SEVERAL_ENTITIES, WRONG, "192.0.2.1"), wait);
            assertWaits(attempt(SEVERAL_ENTITIES, SECRET, "192.0.2.1"), wait);
            endWaits();
            assertThat(attempt(SEVERAL_ENTITIES, WRONG, "192.0.2.1").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void attempts_that_do_not_wait_count_nothing() {
        statuses(3, SEVERAL_ENTITIES, WRONG, "192.0.2.1");
        List<Map<String, Object>> before = state();
        assertThat(statuses(3, SEVERAL_ENTITIES, WRONG, "192.0.2.1")).containsExactly(429, 429, 429);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void success_forgets_the_failures_of_the_client_but_not_of_the_address() {
        assertThat(statuses(2, SEVERAL_ENTITIES, WRONG, "192.0.2.1")).containsExactly(401, 401);
        assertThat(attempt(SEVERAL_ENTITIES, SECRET, "192.0.2.1").statusCode()).isEqualTo(200);
        assertThat(statuses(2, SEVERAL_ENTITIES, WRONG, "192.0.2.1")).containsExactly(401, 401);
        endWaits();
        assertThat(attempt(SEVERAL_ENTITIES, SECRET, "192.0.2.1").statusCode()).isEqualTo(200);

        assertThat(attempt(UNKNOWN, WRONG, "192.0.2.1").statusCode()).isEqualTo(401);
        assertThat(attempt(OTHER_UNKNOWN, WRONG, "192.0.2.1").statusCode()).isEqualTo(429);
        assertThat(attempt(OTHER_UNKNOWN, WRONG, "192.0.2.2").statusCode()).isEqualTo(401);
    }

    /** Behind a proxy that names no addresses, all clients share one. */
    @Test
    void failures_of_others_at_the_address_keep_no_client_out() {
        for (String other : List.of(UNKNOWN, OTHER_UNKNOWN)) {
            assertThat(statuses(3, other, WRONG, "192.0.2.1")).doesNotContain(200);
        }
        assertWaits(attempt(UNKNOWN, WRONG, "192.0.2.1"), 100);
        List<Map<String, Object>> before = state();

        assertThat(attempt(SEVERAL_ENTITIES, SECRET, "192.0.2.1").statusCode()).isEqualTo(200);

        assertThat(state()).as("the others wait as before").isEqualTo(before);
    }

    /** Else whoever shares the address could tell by the answer which clients there are. */
    @Test
    void wrong_secret_is_answered_as_all_others_while_the_address_waits_and_counts() {
        for (String other : List.of(UNKNOWN, OTHER_UNKNOWN)) {
            statuses(3, other, WRONG, "192.0.2.1");
        }
        HttpResponse<byte[]> known = attempt(SEVERAL_ENTITIES, WRONG, "192.0.2.1");
        assertWaits(known, 100);
        assertWaits(attempt(NOT_SEEN, WRONG, "192.0.2.1"), 100);

        assertThat(attempt(SEVERAL_ENTITIES, WRONG, "192.0.2.1").statusCode()).isEqualTo(429);
        assertThat(attempt(SEVERAL_ENTITIES, SECRET, "192.0.2.1").statusCode())
                .as("it has failed from there itself")
                .isEqualTo(429);
        assertThat(attempt(SEVERAL_ENTITIES, SECRET, "192.0.2.2").statusCode()).isEqualTo(200);
    }

    @Test
    void one_address_keeps_a_client_out_for_itself_only_and_many_for_all() {
        assertThat(statuses(4, SEVERAL_ENTITIES, WRONG, "192.0.2.1")).containsExactly(401, 401, 401, 429);
        assertThat(statuses(2, SEVERAL_ENTITIES, WRONG, "192.0.2.2")).containsExactly(401, 401);
        assertThat(statuses(2, SEVERAL_ENTITIES, WRONG, "192.0.2.3")).containsExactly(401, 401);
        assertThat(attempt(SEVERAL_ENTITIES, SECRET, "192.0.2.9").statusCode()).isEqualTo(429);
        assertThat(attempt(UNKNOWN, WRONG, "192.0.2.9").statusCode()).isEqualTo(401);
    }

    @Test
    void client_that_does_not_exist_is_answered_like_one_that_does() {
        assertThat(answers(UNKNOWN, "192.0.2.1")).isEqualTo(answers(SEVERAL_ENTITIES, "192.0.2.2"));
    }

    @Test
    void attempts_at_the_same_time_do_not_slip_through() {
        List<CompletableFuture<Integer>> attempts = IntStream.range(0, 8)
                .mapToObj(n -> CompletableFuture.supplyAsync(
                        () -> attempt(SEVERAL_ENTITIES, WRONG, "192.0.2.1").statusCode(),
                        task -> new Thread(task).start()))
                .toList();
        assertThat(attempts.stream().map(CompletableFuture::join).filter(status -> status == 401))
                .hasSize(3);
    }

    @Test
    void other_nodes_know_and_take_no_proxys_word_unless_told_to() {
        statuses(3, SEVERAL_ENTITIES, WRONG, null);
        assertThat(send(otherNode, SEVERAL_ENTITIES, WRONG, "192.0.2.1").statusCode())
                .isEqualTo(429);
        assertThat(attempt(SEVERAL_ENTITIES, WRONG, "192.0.2.1").statusCode()).isEqualTo(401);
    }

    @Test
    void count_begins_anew_when_its_time_is_over_and_old_rows_go() {
        statuses(3, SEVERAL_ENTITIES, WRONG, "192.0.2.1");
        rows.sql("update token_attempt set forget_on = now() - interval '1 s'").update();
        rows.sql("""
                insert into token_attempt (subject, free_left, forget_on)
                select encode(sha256(convert_to(n::text, 'UTF8')), 'hex'), 1, now() - interval '1 h'
                from generate_series(1, 17) n""").update();
        endWaits();
        assertThat(statuses(3, SEVERAL_ENTITIES, WRONG, "192.0.2.1")).containsExactly(401, 401, 401);
        assertThat(state()).hasSize(3);
    }

    @Test
    void attempt_that_fails_for_a_reason_of_ours_is_no_failure() {
        statuses(1, SEVERAL_ENTITIES, WRONG, "192.0.2.1");
        List<Map<String, Object>> before = state();
        rows.sql("alter table api_client rename to elsewhere").update();
        try {
            assertThat(attempt(SEVERAL_ENTITIES, SECRET, "192.0.2.1").statusCode())
                    .isEqualTo(500);
        } finally {
            rows.sql("alter table elsewhere rename to api_client").update();
        }
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void node_that_verifies_enough_refuses_tokens_but_no_other_call() throws InterruptedException {
        String token = otherNode.token(SEVERAL_ENTITIES);
        var busy = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        CompletableFuture<Boolean> verification = CompletableFuture.supplyAsync(
                () -> otherNode.bean(VerificationLimit.class).within(() -> {
                    busy.countDown();
                    return await(released);
                }),
                task -> new Thread(task).start());
        busy.await();
        try {
            HttpResponse<byte[]> refused = otherNode.tokenRequest(SEVERAL_ENTITIES, SECRET);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(reason(refused))
                    .containsExactly(
                            "50000070", "Too many token requests at once. Retry after the time given in Retry-After.");
            assertThat(otherNode
                            .send(otherNode
                                    .request(TestServer.JOBS)
                                    .header("Authorization", "Bearer " + token)
                                    .header("Zuora-Entity-Ids", "00000000-0000-4000-8000-0000000000e3")
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            released.countDown();
        }
        assertThat(verification.join()).isTrue();
        assertThat(otherNode.tokenRequest(SEVERAL_ENTITIES, SECRET).statusCode())
                .isEqualTo(200);
    }

    @Test
    void address_is_that_of_the_peer_or_the_network_of_an_ipv6_one() {
        assertThat(Network.of("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Network.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Network.of("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(Network.of("2001:DB8:1:2::1"))
                .isNotEqualTo(Network.of("2001:db8:1:3::1"));
        assertThat(Network.of("fe80::1%eth9")).isEqualTo(Network.of("fe80::2"));
        // What no address can be is taken as it is, and no name server is asked.
        for (String text : List.of("", ":", "1:2", "localhost", "host:80", "[::1]:80")) {
            assertThat(Network.of(text)).isEqualTo(text);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static String[] with(String[] rules, String... more) {
        return Stream.of(rules, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static void assertWaits(HttpResponse<byte[]> answer, int seconds) {
        assertThat(answer.statusCode()).isEqualTo(429);
        // Less than half of it can have passed.
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isGreaterThan(seconds / 2)
                .isLessThanOrEqualTo(seconds);
        assertThat(reason(answer))
                .containsExactly(
                        "50000070",
                        "Too many attempts with a wrong client id or client secret. Retry after the time given in Retry-After.");
    }

    private static List<String> reason(HttpResponse<byte[]> answer) {
        return TestServer.json(answer.body())
                .get("reasons")
                .valueStream()
                .flatMap(reason -> Stream.of(
                        reason.get("code").asString(), reason.get("message").asString()))
                .toList();
    }

    /** All that a caller sees of four failures, but what differs with every call. */
    private static List<String> answers(String clientId, String address) {
        return IntStream.range(0, 4)
                .mapToObj(n -> attempt(clientId, WRONG, address))
                .map(answer ->
                        answer.statusCode() + " " + answer.headers().map().keySet() + " "
                                + new String(answer.body(), StandardCharsets.UTF_8)
                                        .replaceAll("\"(processId|requestId)\":\"[^\"]*\"", "$1"))
                .toList();
    }

    private static List<Integer> statuses(int attempts, String clientId, String secret, @Nullable String address) {
        return IntStream.range(0, attempts)
                .mapToObj(n -> attempt(clientId, secret, address).statusCode())
                .toList();
    }

    private static HttpResponse<byte[]> attempt(String clientId, String secret, @Nullable String address) {
        return send(server, clientId, secret, address);
    }

    private static HttpResponse<byte[]> send(
            TestServer node, String clientId, String secret, @Nullable String address) {
        var request = node.request("/oauth/token").header("Content-Type", "application/x-www-form-urlencoded");
        if (address != null) {
            request.header("X-Forwarded-For", address);
        }
        return node.send(request.POST(BodyPublishers.ofString(TestServer.form(
                        Map.of("client_id", clientId, "client_secret", secret, "grant_type", "client_credentials"))))
                .build());
    }

    private static List<Map<String, Object>> state() {
        return rows.sql("select * from token_attempt order by subject").query().listOfRows();
    }

    private static void endWaits() {
        rows.sql("update token_attempt set wait_until = now() - interval '1 s' where wait_until is not null")
                .update();
    }
}
