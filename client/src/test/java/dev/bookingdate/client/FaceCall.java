package dev.bookingdate.client;

import dev.bookingdate.client.generated.JSON;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The call through the hand-written face. */
record FaceCall(Contract contract) implements ContractCall {
    /** The headers that the face can send. */
    static final Set<String> FACE = Set.of(
            "authorization",
            "accept",
            "content-type",
            "zuora-entity-ids",
            "zuora-org-ids",
            "zuora-track-id",
            "idempotency-key");

    private static final ObjectMapper MAPPER = JSON.mapper();

    @Override
    public List<String> readings(URI baseUrl) {
        try (BackfillClient client = client(baseUrl)) {
            String trackId = contract.header("Zuora-Track-Id");
            Jobs jobs = trackId == null ? client.jobs() : client.jobs().withTrackId(trackId);
            JsonNode body = contract.answer().body();
            return switch (contract.operation()) {
                case "stop" -> read("", body, jobs.stop(contract.jobId()));
                case "create" -> read("", body, created(jobs));
                case "get" -> read("/job", body.path("job"), jobs.get(contract.jobId()));
                case "list" -> read("/jobs", body.path("jobs"), listed(jobs));
                default -> List.of("/request: no operation of the client is called " + contract.operation());
            };
        } catch (BackfillException e) {
            return ReadFailure.differences(contract, e);
        }
    }

    private CreateBackfillJobResponse created(Jobs jobs) {
        String key = contract.header("Idempotency-Key");
        if (contract.request().query().containsKey("dryRun")) {
            return key == null ? jobs.createDryRun() : jobs.createDryRun(key);
        }
        return key == null ? jobs.create() : jobs.create(key);
    }

    private BackfillClient client(URI baseUrl) {
        BackfillClientBuilder builder = BackfillClient.builder()
                .baseUrl(baseUrl)
                .accessToken(contract::token)
                .retryPolicy(RetryPolicy.none());
        if (contract.header("Zuora-Entity-Ids") != null) {
            builder.entityId(contract.header("Zuora-Entity-Ids"));
        }
        if (contract.header("Zuora-Org-Ids") != null) {
            builder.orgIds(contract.header("Zuora-Org-Ids").split(","));
        }
        return builder.build();
    }

    /** The jobs of the contract's page: of the first one, or of the last where the contract has a cursor. */
    private List<BackfillJob> listed(Jobs jobs) {
        Map<String, String> query = contract.request().query();
        JobList list = query.containsKey("pageSize") ? jobs.list(Integer.parseInt(query.get("pageSize"))) : jobs.list();
        int wanted = contract.answer().body().path("jobs").size();
        List<BackfillJob> seen = new ArrayList<>();
        Iterator<BackfillJob> each = list.iterator();
        boolean toTheEnd = requests() > 1 || !contract.answer().body().has("nextPage");
        while ((toTheEnd || seen.size() < wanted) && each.hasNext()) {
            seen.add(each.next());
        }
        return requests() > 1 ? seen.subList(Math.max(0, seen.size() - wanted), seen.size()) : seen;
    }

    private List<String> read(String pointer, JsonNode wanted, Object model) {
        if (!contract.succeeds()) {
            return List.of("/response/status: a failure is wanted, but " + model + " was returned");
        }
        return JsonDifferences.ofWanted("/response/body" + pointer, wanted, MAPPER.valueToTree(model));
    }

    @Override
    public Set<String> additions() {
        return contract.operation().equals("create")
                ? Set.of("accept-encoding", "idempotency-key")
                : Set.of("accept-encoding");
    }

    /** A cursor is known only from the page before. */
    @Override
    public int requests() {
        return contract.request().query().containsKey("cursor") ? 2 : 1;
    }

    @Override
    public String toString() {
        return "BackfillClient";
    }
}
