package dev.bookingdate.client;

import dev.bookingdate.client.generated.ApiClient;
import dev.bookingdate.client.generated.ApiException;
import dev.bookingdate.client.generated.ApiResponse;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APICreateBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIGetBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIListBookingDateBackfillJobsRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIStopBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.model.ErrorResponse;
import dev.bookingdate.client.generated.model.StopBookingDateBackfillJobRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import tools.jackson.databind.ObjectMapper;

/** The call through the generated core alone. */
record CoreCall(Contract contract) implements ContractCall {
    private static final ObjectMapper JSON = ApiClient.createDefaultObjectMapper();

    @Override
    public List<String> readings(URI baseUrl) {
        ApiClient client =
                new ApiClient(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1), JSON, baseUrl.toString());
        try {
            return read(call(new BookingDateBackfillApi(client)).join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof ApiException failure) {
                return read(failure);
            }
            throw e;
        } catch (ApiException e) {
            return read(e);
        }
    }

    private CompletableFuture<? extends ApiResponse<?>> call(BookingDateBackfillApi core) throws ApiException {
        String entities = contract.header("Zuora-Entity-Ids");
        String orgs = contract.header("Zuora-Org-Ids");
        String trackId = contract.header("Zuora-Track-Id");
        String version = contract.header("Zuora-Version");
        return switch (contract.operation()) {
            case "stop" ->
                core.stopBookingDateBackfillJobWithHttpInfo(
                        APIStopBookingDateBackfillJobRequest.newBuilder()
                                .jobId(contract.jobId())
                                .stopBookingDateBackfillJobRequest(JSON.treeToValue(
                                        contract.request().body(), StopBookingDateBackfillJobRequest.class))
                                .zuoraEntityIds(entities)
                                .zuoraOrgIds(orgs)
                                .zuoraTrackId(trackId)
                                .zuoraVersion(version)
                                .prefer(contract.header("Prefer"))
                                .build(),
                        authorization());
            case "create" ->
                core.createBookingDateBackfillJobWithHttpInfo(
                        APICreateBookingDateBackfillJobRequest.newBuilder()
                                .zuoraEntityIds(entities)
                                .zuoraOrgIds(orgs)
                                .zuoraTrackId(trackId)
                                .zuoraVersion(version)
                                .idempotencyKey(contract.header("Idempotency-Key"))
                                .dryRun(Optional.ofNullable(
                                                contract.request().query().get("dryRun"))
                                        .map(Boolean::valueOf)
                                        .orElse(null))
                                .build(),
                        authorization());
            case "get" ->
                core.getBookingDateBackfillJobWithHttpInfo(
                        APIGetBookingDateBackfillJobRequest.newBuilder()
                                .jobId(contract.jobId())
                                .zuoraEntityIds(entities)
                                .zuoraOrgIds(orgs)
                                .zuoraTrackId(trackId)
                                .zuoraVersion(version)
                                .build(),
                        authorization());
            case "list" ->
                core.listBookingDateBackfillJobsWithHttpInfo(
                        APIListBookingDateBackfillJobsRequest.newBuilder()
                                .pageSize(Optional.ofNullable(
                                                contract.request().query().get("pageSize"))
                                        .map(Integer::valueOf)
                                        .orElse(null))
                                .cursor(contract.request().query().get("cursor"))
                                .zuoraEntityIds(entities)
                                .zuoraOrgIds(orgs)
                                .zuoraTrackId(trackId)
                                .zuoraVersion(version)
                                .build(),
                        authorization());
            default -> throw new ApiException("no operation of the core is called " + contract.operation());
        };
    }

    /** The one header that the core has no parameter for. */
    private Map<String, String> authorization() {
        return contract.token() == null ? Map.of() : Map.of("Authorization", "Bearer " + contract.token());
    }

    private List<String> read(ApiResponse<?> response) {
        List<String> wrong = new ArrayList<>(statusAndHeaders(
                response.getStatusCode(),
                name -> response.getHeaders().entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .map(header -> header.getValue().get(0))
                        .findFirst()));
        wrong.addAll(JsonDifferences.ofWanted(
                "/response/body", contract.answer().body(), JSON.valueToTree(response.getData())));
        return wrong;
    }

    private List<String> read(ApiException e) {
        if (e.getResponseHeaders() == null || e.getResponseBody() == null) {
            return List.of("/response: an answer is wanted, but the core threw " + e);
        }
        List<String> wrong = new ArrayList<>(
                statusAndHeaders(e.getCode(), name -> e.getResponseHeaders().firstValue(name)));
        wrong.addAll(JsonDifferences.ofWanted(
                "/response/body",
                contract.answer().body(),
                JSON.valueToTree(JSON.readValue(e.getResponseBody(), ErrorResponse.class))));
        return wrong;
    }

    private List<String> statusAndHeaders(int status, Function<String, Optional<String>> headers) {
        List<String> wrong = new ArrayList<>();
        if (status != contract.answer().status()) {
            wrong.add("/response/status: " + contract.answer().status() + " is wanted, but " + status);
        }
        contract.answer().headers().forEach((name, value) -> {
            if (!headers.apply(name).equals(Optional.of(value))) {
                wrong.add("/response/headers/" + name + ": " + value + " is wanted, but "
                        + headers.apply(name).orElse("nothing"));
            }
        });
        return wrong;
    }

    @Override
    public int requests() {
        return 1;
    }

    @Override
    public String toString() {
        return "the generated core";
    }
}
