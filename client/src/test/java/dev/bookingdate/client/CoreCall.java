package dev.bookingdate.client;

import dev.bookingdate.client.generated.ApiException;
import dev.bookingdate.client.generated.ApiResponse;
import dev.bookingdate.client.generated.JSON;
import dev.bookingdate.client.generated.Transport.Request;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APICreateBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIGetBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIListBookingDateBackfillJobsRequest;
import dev.bookingdate.client.generated.api.BookingDateBackfillApi.APIStopBookingDateBackfillJobRequest;
import dev.bookingdate.client.generated.model.ErrorResponse;
import dev.bookingdate.client.generated.model.StopBookingDateBackfillJobRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
    private static final ObjectMapper MAPPER = JSON.mapper();

    @Override
    public List<String> readings(URI baseUrl) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            return read(call(new BookingDateBackfillApi(request -> send(http, baseUrl, request)))
                    .join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof ApiException failure) {
                return read(failure);
            }
            throw e;
        } catch (ApiException e) {
            return read(e);
        }
    }

    private static CompletableFuture<ApiResponse<byte[]>> send(HttpClient http, URI baseUrl, Request request) {
        String query = request.query() == null ? "" : "?" + request.query();
        byte[] body = request.body();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(baseUrl + request.path() + query))
                .method(request.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        request.headers().forEach(builder::header);
        return http.sendAsync(builder.build(), BodyHandlers.ofByteArray())
                .thenApply(answer ->
                        new ApiResponse<>(answer.statusCode(), answer.headers().map(), answer.body()));
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
                                .stopBookingDateBackfillJobRequest(MAPPER.treeToValue(
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
                "/response/body", contract.answer().body(), MAPPER.valueToTree(response.getData())));
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
                MAPPER.valueToTree(MAPPER.readValue(e.getResponseBody(), ErrorResponse.class))));
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
