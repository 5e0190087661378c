package dev.bookingdate.server.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of API clients at any node, each in the history. Nothing is tried again: what became of a call is the point. */
final class Calls {

    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final JsonMapper JSON = new JsonMapper();

    /** A node, by its name and address. */
    record Place(String name, String address) {}

    /** What came back; a status of 0 is no answer. */
    record Answer(int status, @Nullable JsonNode body) {

        @Nullable
        String text(String... path) {
            JsonNode node = body;
            for (String name : path) {
                node = node == null ? null : node.get(name);
            }
            return node == null || node.isNull() ? null : node.asString();
        }

        boolean isOk() {
            return status == 200;
        }
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final History history;

    Calls(History history) {
        this.history = history;
    }

    /** All tokens that were ever given out. */
    Set<String> tokens() {
        return secrets;
    }

    /** Creates a job. Returns its id; null when there is none, or nobody knows. */
    @Nullable
    String create(Lane lane, Place node) {
        return call(lane, node, "create", null, request -> request.POST(BodyPublishers.noBody()), "")
                .text("jobId");
    }

    /** Reads a job's status; null when there was no answer. */
    @Nullable
    String status(Lane lane, Place node, String job) {
        return call(lane, node, "get", job, HttpRequest.Builder::GET, "/" + job).text("job", "status");
    }

    Answer stop(Lane lane, Place node, String job) {
        return call(
                lane,
                node,
                "stop",
                job,
                request -> request.header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"status\":\"Stopping\"}")),
                "/" + job);
    }

    /** The ids of the newest jobs. */
    List<String> list(Lane lane, Place node) {
        JsonNode jobs = call(lane, node, "list", null, HttpRequest.Builder::GET, "?pageSize=20")
                .body();
        JsonNode page = jobs == null ? null : jobs.get("jobs");
        return page == null
                ? List.of()
                : StreamSupport.stream(page.spliterator(), false)
                        .map(job -> job.get("id").asString())
                        .toList();
    }

    private interface Verb {
        HttpRequest.Builder on(HttpRequest.Builder request);
    }

    private Answer call(Lane lane, Place node, String op, @Nullable String job, Verb verb, String path) {
        String token = token(lane, node);
        if (token == null) {
            return new Answer(0, null);
        }
        long call = history.invoke(op, node.name(), job, null);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.address() + JOBS + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
        Answer answer = send(verb.on(request).build());
        if (answer.status() == 401) {
            tokens.remove(lane.clientId() + "@" + node.name());
        }
        String named = job == null ? answer.text("jobId") : job;
        Event.Type type = answer.isOk()
                ? Event.Type.OK
                : answer.status() >= 400 && answer.status() < 500 ? Event.Type.FAIL : Event.Type.INFO;
        history.end(
                call, type, op, node.name(), named, answer.status() == 0 ? null : answer.status(), told(op, answer));
        return answer;
    }

    private static @Nullable String told(String op, Answer answer) {
        if (answer.isOk()) {
            return op.equals("get") ? answer.text("job", "status") : null;
        }
        JsonNode reasons = answer.body() == null ? null : answer.body().get("reasons");
        return reasons == null || reasons.isEmpty()
                ? null
                : reasons.get(0).get("code").asString();
    }

    /** A token of that very node: where clocks differ, another node's may be refused. */
    private @Nullable String token(Lane lane, Place node) {
        String key = lane.clientId() + "@" + node.name();
        String known = tokens.get(key);
        if (known != null) {
            return known;
        }
        String form = "grant_type=client_credentials&client_id=" + lane.clientId() + "&client_secret="
                + URLEncoder.encode(lane.secret(), StandardCharsets.UTF_8);
        Answer answer = send(HttpRequest.newBuilder(URI.create(node.address() + "/oauth/token"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        String token = answer.text("access_token");
        if (token != null) {
            secrets.add(token);
            tokens.put(key, token);
        }
        return token;
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (HttpTimeoutException e) {
            return new Answer(0, null);
        } catch (IOException | JacksonException e) {
            return new Answer(0, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pause.Ended();
        }
    }
}
