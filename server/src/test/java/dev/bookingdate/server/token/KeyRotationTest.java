package dev.bookingdate.server.token;

import static dev.bookingdate.server.http.TestServer.DEMO_MULTI_ORG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.http.MovableClock;
import dev.bookingdate.server.http.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.core.env.EnvironmentCapable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.mock.env.MockEnvironment;
import picocli.CommandLine;

/** The command {@code keys} beside two nodes that run. */
@Tag("long")
class KeyRotationTest {

    private static final String NO_ROUTE = "/nothing";
    private static final int VERIFIED = 404;
    private static final int REFUSED = 401;

    private static TestDatabase database;
    private static TestServer one;
    private static TestServer two;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        one = TestServer.start(database, "bookingdate.demo.charges=1");
        two = TestServer.start(database, "bookingdate.demo.charges=1");
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
        database.close();
    }

    /** A key that is settled and has no other beside it, known to both nodes. */
    @BeforeEach
    void begin() {
        rows().sql("delete from signing_key").update();
        pass(SigningKeys.READ_EVERY);
        one.token(DEMO_MULTI_ORG);
        two.token(DEMO_MULTI_ORG);
    }

    @Test
    void a_rotation_reaches_every_node_and_old_tokens_stay_good() {
        String old = one.token(DEMO_MULTI_ORG);
        String oldKey = keyOf(old);

        String newKey = keys(0, "rotate").replaceFirst("(?s)New key: (\\S+).*", "$1");
        pass(SigningKeys.READ_EVERY);
        assertThat(keyOf(one.token(DEMO_MULTI_ORG))).isEqualTo(oldKey);
        assertThat(keys(0, "list")).containsPattern(newKey + ".*signs from").containsPattern(oldKey + ".*signs\n");

        age(SigningKeys.SETTLES_AFTER);
        pass(SigningKeys.READ_EVERY);
        String young = one.token(DEMO_MULTI_ORG);
        assertThat(keyOf(young)).isEqualTo(newKey);
        assertThat(keyOf(two.token(DEMO_MULTI_ORG))).isEqualTo(newKey);
        for (TestServer node : Set.of(one, two)) {
            assertThat(status(node, old)).isEqualTo(VERIFIED);
            assertThat(status(node, young)).isEqualTo(VERIFIED);
        }
        assertThat(keys(0, "list")).containsPattern(newKey + ".*signs\n").containsPattern(oldKey + ".*verifies until");
    }

    @Test
    void a_token_whose_key_a_node_has_not_read_makes_it_read() {
        String old = one.token(DEMO_MULTI_ORG);
        assertThat(status(two, old)).isEqualTo(VERIFIED);

        keys(0, "rotate", "--revoke", keyOf(old));
        one.bean(MovableClock.class).advance(SigningKeys.READ_EVERY);
        String young = one.token(DEMO_MULTI_ORG);

        // Node two has read its keys more than a second ago, and less than ten.
        two.bean(MovableClock.class).advance(Duration.ofSeconds(2));
        assertThat(status(two, young)).isEqualTo(VERIFIED);
        assertThat(status(two, old)).isEqualTo(REFUSED);
    }

    @Test
    void tokens_of_a_revoked_key_are_refused_within_ten_seconds() {
        String leaked = one.token(DEMO_MULTI_ORG);
        String output = keys(0, "rotate", "--revoke", keyOf(leaked));
        assertThat(output).contains("Removed: " + keyOf(leaked));

        pass(SigningKeys.READ_EVERY);
        assertThat(status(one, leaked)).isEqualTo(REFUSED);
        assertThat(status(two, leaked)).isEqualTo(REFUSED);
        assertThat(status(two, one.token(DEMO_MULTI_ORG))).isEqualTo(VERIFIED);
    }

    @Test
    void a_key_that_is_not_there_is_not_revoked() {
        assertThat(keys(2, "rotate", "--revoke", "no-such-key")).contains("no key of this id");
        assertThat(rows().sql("select count(*) from signing_key")
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void the_command_never_shows_a_private_key() {
        one.token(DEMO_MULTI_ORG);
        String privatePart = one.bean(SigningKeys.class)
                .read()
                .get(0)
                .toRSAKey()
                .getPrivateExponent()
                .toString();
        for (String output : Set.of(keys(0, "list"), keys(0, "rotate"), keys(0, "list"))) {
            assertThat(output).doesNotContain(privatePart, "\"d\"", "kty");
        }
    }

    @Test
    void while_the_database_is_out_of_reach_known_keys_verify_and_unknown_ones_are_not_judged() throws Exception {
        String good = one.token(DEMO_MULTI_ORG);
        RSAKey unknown = new RSAKeyGenerator(2048).keyID("unknown").generate();
        String undecided = Tokens.sign(unknown, Tokens.parse(good).getJWTClaimsSet());
        assertThat(status(one, undecided)).isEqualTo(REFUSED);

        HttpResponse<byte[]> answer;
        closeDatabase();
        try {
            pass(SigningKeys.READ_EVERY);
            assertThat(status(one, good)).isEqualTo(VERIFIED);
            assertThat(status(one, "garbage")).isEqualTo(REFUSED);
            answer = Tokens.get(one, NO_ROUTE, undecided);
        } finally {
            openDatabase();
        }
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(TestServer.json(answer.body())
                        .get("reasons")
                        .get(0)
                        .get("code")
                        .asString())
                .isEqualTo("50000061");
    }

    private static int status(TestServer node, String token) {
        return Tokens.get(node, NO_ROUTE, token).statusCode();
    }

    private static String keyOf(String token) {
        return Tokens.parse(token).getHeader().getKeyID();
    }

    private static void pass(Duration time) {
        one.bean(MovableClock.class).advance(time);
        two.bean(MovableClock.class).advance(time);
    }

    /** Lets time pass for what is in the database. */
    private static void age(Duration time) {
        rows().sql("update signing_key set created_on = created_on - make_interval(secs => :seconds)")
                .param("seconds", (double) time.toSeconds())
                .update();
    }

    private static JdbcClient rows() {
        return JdbcClient.create(database.plainDataSource());
    }

    private static void openDatabase() {
        JdbcClient.create(TestDatabase.shared())
                .sql("alter database " + database.name() + " allow_connections true")
                .update();
        // The pools find out about their broken connections one by one.
        for (TestServer node : Set.of(one, two)) {
            await().until(() ->
                    node.tokenRequest(DEMO_MULTI_ORG, TestServer.SECRET).statusCode() == 200);
        }
    }

    private static void closeDatabase() {
        JdbcClient other = JdbcClient.create(TestDatabase.shared());
        other.sql("alter database " + database.name() + " allow_connections false")
                .update();
        other.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
                .param("name", database.name())
                .query()
                .listOfRows();
    }

    private static String keys(int exitCode, String... arguments) {
        var output = new StringWriter();
        var command = new CommandLine(new KeysCommand<>(() -> new CommandsDatabase(database)))
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(output));
        assertThat(command.execute(arguments)).as(output.toString()).isEqualTo(exitCode);
        return output.toString();
    }

    private static final class CommandsDatabase extends DelegatingDataSource implements EnvironmentCapable {

        CommandsDatabase(TestDatabase database) {
            super(database.plainDataSource());
        }

        @Override
        public Environment getEnvironment() {
            return new MockEnvironment();
        }
    }
}
