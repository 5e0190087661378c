package dev.bookingdate.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.token.SigningKeys.SigningKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("long")
class SigningKeysTest {

    private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER_SECRET = "HxwdHhscGRobGBkWFxQVEhMQEQ4PDA0KCwgJBgcEBQI=";

    private static TestDatabase database;

    private final JdbcClient rows = JdbcClient.create(database.dataSource());
    private final SigningKeys keys = keys("");

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        rows.sql("delete from signing_key").update();
    }

    @Test
    void nodes_that_race_get_one_key() {
        List<CompletableFuture<List<JWK>>> nodes = IntStream.range(0, 6)
                .mapToObj(node -> CompletableFuture.supplyAsync(keys::read, task -> new Thread(task).start()))
                .toList();
        assertThat(nodes.stream()
                        .map(CompletableFuture::join)
                        .map(SigningKeysTest::ids)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void a_new_key_signs_once_every_node_knows_it() {
        String first = ids(keys.read()).get(0);
        age(60);
        String second = keys.rotate(null);
        assertThat(ids(keys.read())).containsExactly(first, second);

        age(29);
        assertThat(ids(keys.read())).containsExactly(first, second);
        age(1);
        assertThat(ids(keys.read())).containsExactly(second, first);
    }

    @Test
    void an_old_key_goes_when_its_last_token_has_expired() {
        String first = ids(keys.read()).get(0);
        String second = keys.rotate(null);
        age(3600 + 299);
        assertThat(ids(keys.read())).containsExactly(second, first);

        age(1);
        assertThat(ids(keys.read())).containsExactly(second);
        assertThat(keys.all()).hasSize(1);
    }

    @Test
    void a_rotation_removes_what_has_expired() {
        String first = ids(keys.read()).get(0);
        String second = keys.rotate(null);
        age(3600 + 300);
        String third = keys.rotate(null);
        assertThat(keys.all())
                .extracting(SigningKey::keyId)
                .containsExactly(third, second)
                .doesNotContain(first);
    }

    @Test
    void a_revoked_key_is_gone_at_once_and_the_one_that_is_left_signs() {
        String first = ids(keys.read()).get(0);
        String second = keys.rotate(first);
        assertThat(ids(keys.read())).containsExactly(second);
    }

    @Test
    void a_key_that_is_not_there_can_not_be_revoked_and_nothing_changes() {
        List<String> before = ids(keys.read());
        assertThatThrownBy(() -> keys.rotate("no-such-key")).isInstanceOf(CommandRefusedException.class);
        assertThat(ids(keys.read())).isEqualTo(before);
    }

    @Test
    void rotations_in_a_row_sign_in_their_order_also_when_the_clock_goes_back() {
        keys.read();
        age(-3600);
        String second = keys.rotate(null);
        String third = keys.rotate(null);
        age(7200);
        assertThat(ids(keys.read())).startsWith(third, second);
    }

    @Test
    void with_a_secret_no_private_key_is_stored_in_plain_text() {
        String plain = ids(keys.read()).get(0);
        SigningKeys sealing = keys(SECRET);
        String sealed = sealing.rotate(null);
        String stored = rows.sql("select private_jwk from signing_key where key_id = :keyId")
                .param("keyId", sealed)
                .query(String.class)
                .single();

        assertThat(stored).doesNotContain("{", "\"d\"", "RSA");
        assertThat(ids(sealing.read())).containsExactly(plain, sealed);
        assertThat(sealing.read()).allMatch(JWK::isPrivate);
        assertThat(ids(keys(OTHER_SECRET + "," + SECRET).read())).containsExactly(plain, sealed);
    }

    @Test
    void a_key_that_can_not_be_opened_is_left_out_and_the_others_stay() {
        String plain = ids(keys.read()).get(0);
        String sealed = keys(SECRET).rotate(null);
        String sealedByOthers = keys(OTHER_SECRET).rotate(null);
        age(60);

        SigningKeys one = keys(SECRET);
        assertThat(ids(one.read())).containsExactly(sealed, plain);
        assertThat(one.unusable()).containsExactly(sealedByOthers);
        SigningKeys none = keys("");
        assertThat(ids(none.read())).containsExactly(plain);
        assertThat(none.unusable()).containsExactlyInAnyOrder(sealed, sealedByOthers);
        assertThat(ids(keys(OTHER_SECRET + "," + SECRET).read())).containsExactly(sealedByOthers, sealed, plain);
    }

    @Test
    void where_no_key_can_be_opened_the_first_one_is_named() {
        String sealed = keys(SECRET).rotate(null);
        for (String wrong : List.of("", OTHER_SECRET)) {
            SigningKeys other = keys(wrong);
            assertThatThrownBy(other::read)
                    .hasMessageContaining(sealed)
                    .hasMessageContaining("bookingdate.auth.key-secret")
                    .hasNoCause();
        }
    }

    @Test
    void a_secret_of_another_length_is_refused_without_being_quoted() {
        for (String bad : List.of("open sesame", "AAECAwQFBgcICQoLDA0ODw==", SECRET + ",")) {
            assertThatThrownBy(() -> new KeySeal(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("32 random bytes")
                    .hasMessageNotContaining(bad)
                    .hasNoCause();
        }
    }

    @Test
    void a_row_that_is_no_key_is_named_but_not_quoted() {
        rows.sql("insert into signing_key (key_id, private_jwk) values ('broken', '{\"d\":\"private\"}')")
                .update();
        assertThatThrownBy(keys::read)
                .hasMessageContaining("broken")
                .hasMessageNotContaining("private\"")
                .hasNoCause();
        assertThat(keys.all().get(0).toString()).doesNotContain("private");
    }

    /** Lets time pass for what is in the database. */
    private void age(int seconds) {
        rows.sql("update signing_key set created_on = created_on - make_interval(secs => :seconds)")
                .param("seconds", (double) seconds)
                .update();
    }

    private static SigningKeys keys(String secrets) {
        return TestSigningKeys.on(database.dataSource(), secrets);
    }

    private static List<String> ids(List<JWK> keys) {
        return keys.stream().map(JWK::getKeyID).toList();
    }
}
