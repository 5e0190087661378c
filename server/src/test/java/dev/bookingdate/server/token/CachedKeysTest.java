package dev.bookingdate.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.bookingdate.server.http.MovableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedKeysTest {

    private final MovableClock clock = new MovableClock();
    private final List<JWK> there = new ArrayList<>(List.of(key("a")));
    private int readings;
    private boolean outOfReach;
    private final CachedKeys keys =
            new CachedKeys("test keys", this::read, Duration.ofHours(1), Duration.ofMinutes(1), clock);

    @Test
    void are_read_when_they_are_used_first_and_when_they_are_old() throws KeySourceException {
        assertThat(readings).isZero();
        assertThat(ids("a")).containsExactly("a");
        assertThat(ids("a")).containsExactly("a");
        assertThat(readings).isOne();

        clock.advance(Duration.ofHours(1));
        assertThat(ids("a")).containsExactly("a");
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void an_unknown_key_is_looked_for_but_a_flood_of_them_is_not_a_flood_of_readings() throws KeySourceException {
        ids("a");
        for (int i = 0; i < 1000; i++) {
            assertThat(ids("unknown-" + i)).isEmpty();
        }
        assertThat(readings).isOne();

        clock.advance(Duration.ofMinutes(1));
        there.add(key("b"));
        assertThat(ids("b")).containsExactly("b");
        for (int i = 0; i < 1000; i++) {
            assertThat(ids("unknown-" + i)).isEmpty();
        }
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void a_key_that_can_not_be_used_here_is_not_one_that_is_unknown() throws KeySourceException {
        var origin = new CachedKeys.Origin() {
            @Override
            public List<JWK> read() {
                return there;
            }

            @Override
            public Set<String> unusable() {
                return Set.of("sealed");
            }
        };
        var some = new CachedKeys("test keys", origin, Duration.ofHours(1), Duration.ofMinutes(1), clock);

        assertThat(some.get(selector("a"), null)).hasSize(1);
        assertThat(some.get(selector("unknown"), null)).isEmpty();
        assertThatThrownBy(() -> some.get(selector("sealed"), null)).isInstanceOf(KeySourceException.class);
    }

    @Test
    void those_who_come_at_once_share_one_reading() {
        List<CompletableFuture<List<String>>> calls = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return ids("a");
                            } catch (KeySourceException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        task -> new Thread(task).start()))
                .toList();
        assertThat(calls).allSatisfy(call -> assertThat(call.join()).containsExactly("a"));
        assertThat(readings).isOne();
    }

    @Test
    void while_the_origin_is_out_of_reach_those_that_are_known_stay_in_use_for_an_hour() throws KeySourceException {
        ids("a");
        outOfReach = true;
        clock.advance(Duration.ofMinutes(59));
        assertThat(ids("a")).containsExactly("a");
        assertThatThrownBy(() -> ids("unknown")).isInstanceOf(KeySourceException.class);
        assertThat(readings).isEqualTo(2);

        clock.advance(Duration.ofMinutes(1));
        assertThatThrownBy(() -> ids("a")).isInstanceOf(KeySourceException.class);
        assertThatThrownBy(() -> ids("a")).isInstanceOf(KeySourceException.class);
        assertThat(readings).isEqualTo(3);

        outOfReach = false;
        clock.advance(Duration.ofMinutes(1));
        assertThat(ids("a")).containsExactly("a");
        assertThat(ids("unknown")).isEmpty();
    }

    @Test
    void a_key_that_is_gone_from_the_origin_is_gone_with_the_next_reading() throws KeySourceException {
        ids("a");
        there.clear();
        clock.advance(Duration.ofHours(1));
        assertThat(ids("a")).isEmpty();
    }

    private synchronized List<JWK> read() throws IOException {
        readings++;
        if (outOfReach) {
            throw new IOException("out of reach");
        }
        return List.copyOf(there);
    }

    private List<String> ids(String keyId) throws KeySourceException {
        return keys.get(selector(keyId), null).stream().map(JWK::getKeyID).toList();
    }

    private static JWKSelector selector(String keyId) {
        return new JWKSelector(new JWKMatcher.Builder().keyID(keyId).build());
    }

    private static JWK key(String keyId) {
        return new OctetSequenceKey.Builder(new byte[] {1}).keyID(keyId).build();
    }
}
