package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.ErrorCode;
import dev.bookingdate.contracts.spec.Header;
import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.Response;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Reading;
import dev.bookingdate.desk.values.Written;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Finds all in a contract's response that the spec does not promise. */
final class ResponseCheck {
    /** What the spec says of every answer in its introduction, not answer by answer. */
    private static final Map<String, String> EVERY_ANSWER = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin");

    private final Set<String> errorsOfAnyPath = new TreeSet<>();
    private final TextCheck texts;
    private final BodyCheck bodies;

    ResponseCheck(List<ErrorCode> errorsOfAnyPath) {
        errorsOfAnyPath.forEach(error -> this.errorsOfAnyPath.add(error.key()));
        Allowed allowed = new Allowed(Reading.ANSWER_SENT);
        this.texts = new TextCheck(allowed);
        this.bodies = new BodyCheck(allowed, texts);
    }

    void check(Contract contract, Operation operation, Report report) {
        List<Text> headers = Texts.headers(contract, "/response", report);
        headers.forEach(header -> texts.example(header, report));
        Optional<Response> response = response(contract, operation);
        if (response.isEmpty()) {
            report.add(
                    "/response/status",
                    Rule.STATUS,
                    operation.id() + " answers no "
                            + contract.status() + ", only "
                            + String.join(", ", operation.statuses()) + " ("
                            + place(operation.node()) + ")");
            return;
        }
        headers.forEach(header -> header(header, response.get(), report));
        body(contract, response.get(), headers, report);
        errorCodes(contract, operation, report);
        envelope(contract, report);
    }

    /** The range {@code 4XX} is enough only where all errors of the contract are those of any path. */
    private Optional<Response> response(Contract contract, Operation operation) {
        int status = contract.status();
        Response own = operation.responses().get(String.valueOf(status));
        boolean anyPath = errorsOfAnyPath.stream().anyMatch(error -> error.startsWith(status + " "));
        return own == null && !anyPath ? Optional.empty() : operation.response(status);
    }

    private void header(Text header, Response response, Report report) {
        Header declared = response.headers().get(header.name());
        Map<String, String> everyAnswer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        everyAnswer.putAll(EVERY_ANSWER);
        if (header.name().equalsIgnoreCase("Content-Type")) {
            texts.allowed(
                    header,
                    Written.only(response.content().keySet()),
                    String.join(" or ", response.content().keySet()) + " (" + place(response.node()) + ")",
                    Rule.MEDIA_TYPE,
                    report);
        } else if (declared != null) {
            texts.schema(header, declared.schema(), Rule.SCHEMA, report);
        } else if (everyAnswer.containsKey(header.name())) {
            String only = everyAnswer.get(header.name());
            texts.allowed(header, Written.only(Set.of(only)), only, Rule.SCHEMA, report);
        } else {
            report.add(
                    header.pointer(),
                    Rule.UNDECLARED_HEADER,
                    "no " + header.name() + " is promised with " + response.status() + " (" + place(response.node())
                            + ")");
        }
    }

    private void body(Contract contract, Response response, List<Text> headers, Report report) {
        SpecNode schema = response.content().get(HeaderCheck.mediaType(headers));
        JsonNode body = contract.at("/response/body");
        if (schema == null) {
            if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("Content-Type"))) {
                report.add("/response/headers", Rule.MEDIA_TYPE, "there is no Content-Type");
            }
            return;
        }
        if (body.isMissingNode()) {
            report.add("/response", Rule.SCHEMA, "there is no body");
            return;
        }
        List<SpecNode> schemas = List.of(schema);
        bodies.value(body, "/response/body", schemas, report);
        bodies.unknownMembers(body, "/response/body", schemas, report);
        bodies.matchers(contract, "/response", schemas, report, report);
    }

    private void errorCodes(Contract contract, Operation operation, Report report) {
        Set<String> documented = new TreeSet<>(errorsOfAnyPath);
        documented.addAll(operation.errors());
        JsonNode reasons = contract.at("/response/body/reasons");
        for (int i = 0; reasons.isArray() && i < reasons.size(); i++) {
            String error = contract.status() + " " + reasons.get(i).path("code").asString("none");
            if (!documented.contains(error)) {
                report.add(
                        "/response/body/reasons/" + i + "/code",
                        Rule.ERROR_CODE,
                        error + " is no error of " + operation.id() + " ("
                                + place(operation.node().raw("x-error-codes").orElse(operation.node())) + ")");
            }
        }
        JsonNode matchers = contract.at("/response/matchers/body");
        for (int i = 0; i < matchers.size(); i++) {
            if (matchers.get(i).path("path").asString("").matches("[$][.]reasons\\[.*\\][.]code")
                    && matchers.get(i).has("value")) {
                texts.matcher(
                        matchers.get(i).path("value").asString(""),
                        "/response/matchers/body/" + i + "/value",
                        () -> codes(documented, contract.status()),
                        "a code that is documented with " + contract.status(),
                        true,
                        report);
            }
        }
    }

    private static Written codes(Set<String> documented, int status) {
        return Written.only(documented.stream()
                .filter(error -> error.startsWith(status + " "))
                .map(error -> error.replaceFirst(".* ", ""))
                .toList());
    }

    private static String place(SpecNode node) {
        return Allowed.place(List.of(node));
    }

    private static void envelope(Contract contract, Report report) {
        JsonNode body = contract.at("/response/body");
        boolean good = contract.status() == 200;
        if (body.has("success") && body.get("success").asBoolean(!good) != good) {
            report.add("/response/body/success", Rule.ENVELOPE, "success is true with 200, and with nothing else");
        }
        if (body.has("reasons") && body.get("reasons").isEmpty() != good) {
            report.add(
                    "/response/body/reasons", Rule.ENVELOPE, "there are reasons with an error, and with nothing else");
        }
    }
}
