package dev.bookingdate.contracts;

import dev.bookingdate.contracts.ExistingClient.Call;
import dev.bookingdate.contracts.check.Contract;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The calls of such a client that its contracts describe. */
final class ExistingCalls {
    private ExistingCalls() {}

    static Call of(Contract contract) {
        Call call = switch (contract.folder()) {
            case "stop" -> ExistingClient.stop(jobId(contract));
            case "create" -> ExistingClient.create();
            case "get" -> ExistingClient.get(jobId(contract));
            case "list" -> ExistingClient.list(query(contract));
            case "token" -> ExistingClient.token(contract.at("/request/body").asString(""));
            default -> throw new AssertionError(contract + ": /request: such a client has no " + contract.folder());
        };
        for (String header : Set.of("Authorization", "Idempotency-Key", "Zuora-Track-Id", "Zuora-Entity-Ids")) {
            JsonNode value = contract.at("/request/headers/" + header);
            call = value.isString() ? call.with(header, value.asString()) : call;
        }
        return asSomeMakeIt(contract, call);
    }

    /** What some generators, or the people before them, do otherwise than the pages say. */
    private static Call asSomeMakeIt(Contract contract, Call call) {
        return switch (contract.folder() + "/" + contract.caseName()) {
            case "stop/running-job" -> call.with("Accept", "*/*");
            case "stop/charset-named" -> call.without("Accept").with("Content-Type", "application/json; charset=utf-8");
            case "stop/other-charset" -> call.with("Content-Type", "application/json; charset=iso-8859-1");
            case "stop/malformed-json" -> call.withBody("status=Stopping");
            case "stop/missing-status" -> call.withBody("{\"state\":\"Stopping\"}");
            case "stop/other-status-value" -> call.withBody("{\"status\":\"STOPPED\"}");
            case "stop/wrong-method" -> call.withMethod("POST");
            case "stop/unsupported-content-encoding" -> call.with("Content-Encoding", "br");
            case "stop/xml-wanted", "create/xml-wanted", "get/xml-wanted", "list/xml-wanted" ->
                call.with("Accept", "application/xml");
            case "create/any-content-type" ->
                call.with("Content-Type", "application/json").withBody("{}");
            case "create/unsupported-content-encoding" ->
                call.with("Content-Type", "application/json")
                        .with("Content-Encoding", "br")
                        .withBody("{}");
            case "token/wrong-method" -> call.withMethod("PUT");
            case "token/json-instead-of-a-form" ->
                call.with("Content-Type", "application/json").withBody("{\"grant_type\":\"client_credentials\"}");
            default -> call;
        };
    }

    private static String jobId(Contract contract) {
        String path = contract.at("/request/url").asString();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String query(Contract contract) {
        return String.join(
                "&",
                contract.at("/request/queryParameters").properties().stream()
                        .map(parameter ->
                                parameter.getKey() + "=" + parameter.getValue().asString())
                        .toList());
    }
}
