package dev.bookingdate.server.token;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * The two clients of the demo, whose secret everybody knows. They exist only while the demo is on and are never stored,
 * so no database keeps a door open. Their ids stay reserved: a row with one of them, or a token from a time when the demo
 * was on, gets nobody in.
 */
@Component
public class DemoClients {

    private static final String MULTI_ORG = "00000000-0000-4000-8000-000000000001";
    private static final String SINGLE_ORG = "00000000-0000-4000-8000-000000000002";

    private final boolean on;
    private final Map<String, ApiClient> clients;

    DemoClients(Environment settings) {
        this.on = Binder.get(settings)
                        .bind("bookingdate.demo.charges", Long.class)
                        .orElse(0L)
                > 0;
        // The cheapest strength: a secret that is published gains nothing from a dearer one.
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("demo-secret");
        this.clients = Map.of(
                MULTI_ORG,
                new ApiClient(
                        MULTI_ORG,
                        hash,
                        null,
                        1001,
                        "000000000000400080000000000000a1",
                        "demo@example.com",
                        List.of(UUID.fromString("00000000-0000-4000-8000-0000000000e1")),
                        List.of("emea", "us-east", "us-west"),
                        null),
                SINGLE_ORG,
                new ApiClient(
                        SINGLE_ORG,
                        hash,
                        null,
                        1002,
                        "000000000000400080000000000000a2",
                        "demo@example.com",
                        List.of(UUID.fromString("00000000-0000-4000-8000-0000000000e2")),
                        null,
                        null));
    }

    /** Tells whether the id is the demo's, on or off. */
    public static boolean isReserved(String clientId) {
        return clientId.equals(MULTI_ORG) || clientId.equals(SINGLE_ORG);
    }

    /** Tells whether tokens of this client are to be refused: it is the demo's, and the demo is off. */
    public boolean refuses(String clientId) {
        return !on && isReserved(clientId);
    }

    Optional<ApiClient> find(String clientId) {
        return on ? Optional.ofNullable(clients.get(clientId)) : Optional.empty();
    }
}
