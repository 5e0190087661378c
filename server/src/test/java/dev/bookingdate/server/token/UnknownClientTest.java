package dev.bookingdate.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Which client ids there are can't be found out at the token endpoint, neither from the answer nor from its time. */
@Tag("long")
class UnknownClientTest {

    private static final String UNKNOWN = "11111111-0000-4000-8000-000000000000";
    private static final List<String> COMPARED = new CopyOnWriteArrayList<>();

    @RegisterExtension
    static final TestServer server = TestServer.with(List.of(SeenSecrets.class));

    @Test
    void an_unknown_client_is_answered_as_a_wrong_secret_is() {
        HttpResponse<byte[]> wrongSecret = server.tokenRequest(TestServer.SEVERAL_ENTITIES, "wrong");
        assertThat(wrongSecret.statusCode()).isEqualTo(401);
        for (String unknown : List.of(UNKNOWN, "x".repeat(36), TestServer.DEMO_MULTI_ORG)) {
            assertThat(visible(server.tokenRequest(unknown, "wrong"))).isEqualTo(visible(wrongSecret));
        }
    }

    @Test
    void the_secret_of_an_unknown_client_is_compared_as_often_and_with_hashes_of_the_same_cost() {
        List<String> known = compared(TestServer.SEVERAL_ENTITIES);
        assertThat(known).isNotEmpty().allMatch(cost -> cost.startsWith("{bcrypt}$2"));
        for (String unknown : List.of(UNKNOWN, "x".repeat(36), TestServer.DEMO_MULTI_ORG)) {
            assertThat(compared(unknown)).isEqualTo(known);
        }
    }

    /** What the comparisons of a wrong secret of this client cost, one entry each. */
    private static List<String> compared(String clientId) {
        COMPARED.clear();
        assertThat(server.tokenRequest(clientId, "wrong").statusCode()).isEqualTo(401);
        return COMPARED.stream()
                .map(hash -> hash.substring(0, hash.lastIndexOf('$') + 1))
                .toList();
    }

    private static String visible(HttpResponse<byte[]> answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeIf(name -> Set.of("date", "zuora-request-id").contains(name.toLowerCase(Locale.ROOT)));
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        for (String id : List.of("requestId", "processId")) {
            body = body.replace(TestServer.json(answer.body()).get(id).asString(), id);
        }
        return answer.statusCode() + "\n" + headers + "\n" + body;
    }

    static class SeenSecrets {

        @Bean
        static BeanPostProcessor seen() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof PasswordEncoder secrets ? new Seen(secrets) : bean;
                }
            };
        }
    }

    private record Seen(PasswordEncoder secrets) implements PasswordEncoder {

        @Override
        public @Nullable String encode(@Nullable CharSequence secret) {
            return secrets.encode(secret);
        }

        @Override
        public boolean matches(@Nullable CharSequence secret, @Nullable String hash) {
            COMPARED.add(String.valueOf(hash));
            return secrets.matches(secret, hash);
        }

        @Override
        public boolean upgradeEncoding(@Nullable String hash) {
            return secrets.upgradeEncoding(hash);
        }
    }
}
