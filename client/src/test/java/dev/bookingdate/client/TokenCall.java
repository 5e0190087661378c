package dev.bookingdate.client;

import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.operation.Pending;
import dev.bookingdate.client.token.Token;
import dev.bookingdate.client.token.TokenEndpoint;
import dev.bookingdate.client.transport.Alarms;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.Credentials;
import dev.bookingdate.client.transport.JdkExchange;
import dev.bookingdate.client.transport.Time;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fetches a token, of which the client reads what it is and how long it lives; type, scope and id it leaves alone. */
record TokenCall(Contract contract) implements ContractCall {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MARGIN = Duration.ofSeconds(60);

    @Override
    public List<String> readings(URI baseUrl) {
        Map<String, String> form =
                WireRequest.parameters(contract.request().body().asString());
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Call call = Call.within(Time.system(Runnable::run), Duration.ofSeconds(10), Duration.ofSeconds(10));
        TokenEndpoint endpoint = new TokenEndpoint(
                new JdkExchange(http, false, baseUrl, null, new Alarms()),
                () -> call,
                new Credentials(form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", "")),
                Clock.fixed(NOW, ZoneOffset.UTC));
        try {
            return read(new Pending<>(call, endpoint.get(), () -> Failures.late(null, null)).await());
        } catch (BackfillException e) {
            return ReadFailure.differences(contract, e);
        }
    }

    private List<String> read(Token token) {
        List<String> wrong = new ArrayList<>();
        if (!token.value().equals(contract.answer().body().path("access_token").asString(""))) {
            wrong.add("/response/body/access_token: another token was read");
        }
        Instant wanted = NOW.plusSeconds(
                        contract.answer().body().path("expires_in").asLong(0))
                .minus(MARGIN);
        if (!token.renewAt().equals(wanted)) {
            wrong.add("/response/body/expires_in: renewal at " + wanted + " is wanted, but " + token.renewAt());
        }
        return wrong;
    }

    @Override
    public int requests() {
        return 1;
    }

    @Override
    public String toString() {
        return "BackfillClient";
    }
}
