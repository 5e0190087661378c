package dev.bookingdate.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Holds the exception that a call threw against the answer that its contract promises. */
final class ReadFailure {
    private static final Map<Integer, Class<? extends BackfillException>> CLASSES = Map.of(
            400, InvalidRequestException.class,
            401, AuthenticationException.class,
            403, PermissionException.class,
            404, JobNotFoundException.class,
            409, ConflictException.class,
            422, InvalidRequestException.class,
            429, RateLimitException.class);

    private final List<String> wrong = new ArrayList<>();

    private ReadFailure() {}

    static List<String> differences(Contract contract, BackfillException e) {
        ReadFailure failure = new ReadFailure();
        Contract.Answer answer = contract.answer();
        JsonNode body = answer.body();
        failure.same("status", answer.status(), e.status());
        failure.same(
                "status",
                CLASSES.getOrDefault(answer.status(), BackfillException.class).getSimpleName(),
                e.getClass().getSimpleName());
        failure.same("body/reasons", reasons(body), e.reasons());
        failure.same("body/requestId", text(body, "requestId"), e.requestId().orElse(null));
        failure.same("body/processId", text(body, "processId"), e.processId().orElse(null));
        failure.same(
                "headers/Retry-After",
                answer.headers().get("Retry-After"),
                e.retryAfter().map(wait -> String.valueOf(wait.toSeconds())).orElse(null));
        failure.same(
                "headers/Zuora-Track-Id",
                answer.headers().getOrDefault("Zuora-Track-Id", contract.header("Zuora-Track-Id")),
                e.trackId().orElse(null));
        for (Reason reason : reasons(body)) {
            if (!String.valueOf(e.getMessage()).contains(reason.code() + " " + reason.message())) {
                failure.wrong.add("/response/body/reasons: the message does not tell it: " + e.getMessage());
            }
        }
        return failure.wrong;
    }

    private void same(String place, Object wanted, Object read) {
        if (!Objects.equals(wanted, read)) {
            wrong.add("/response/" + place + ": " + wanted + " is wanted, but " + read + " was read");
        }
    }

    private static List<Reason> reasons(JsonNode body) {
        return StreamSupport.stream(body.path("reasons").spliterator(), false)
                .map(reason -> new Reason(
                        reason.path("code").asString(), reason.path("message").asString()))
                .toList();
    }

    private static String text(JsonNode body, String member) {
        return body.has(member) ? body.get(member).asString() : null;
    }
}
