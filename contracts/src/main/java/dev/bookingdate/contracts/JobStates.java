package dev.bookingdate.contracts;

import static java.util.Objects.requireNonNull;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The stubs of a consumer, with the states of its jobs. A contract with {@code metadata.becomes: get/stopped-job} makes a
 * scenario: until its request comes, the job is read as its own contracts say; afterwards with the body of the contract
 * that is named, and the job's own id in it.
 */
final class JobStates {
    /** More than any priority in a contract: those of one consumer come before those of the next. */
    private static final int A_CONSUMER = 1000;

    /** What WireMock takes where a stub has none. */
    private static final int DEFAULT_PRIORITY = 5;

    private final Map<String, StubMapping> stubs = new TreeMap<>();
    private final List<StubMapping> afterwards = new ArrayList<>();
    private final Set<String> states = new HashSet<>();

    private JobStates(String consumer) {
        StubFiles.ofConsumers(List.of(consumer)).forEach((name, json) -> {
            StubMapping stub = UnnamedValues.held(StubMapping.buildFrom(json));
            stub.setName(name);
            stubs.put(name, stub);
        });
    }

    /** Returns the stubs; where those of two consumers fit a request, the consumer that stands first answers. */
    static List<StubMapping> of(Collection<String> consumers) {
        List<StubMapping> all = new ArrayList<>();
        int before = 0;
        for (String consumer : consumers) {
            for (StubMapping stub : new JobStates(consumer).withStates(consumer)) {
                int own = stub.getPriority() == null ? DEFAULT_PRIORITY : stub.getPriority();
                stub.setPriority(before + own);
                all.add(stub);
            }
            before += A_CONSUMER;
        }
        return all;
    }

    private List<StubMapping> withStates(String consumer) {
        StubFiles.becomes(consumer).forEach((contract, state) -> {
            StubMapping named = stubs.get(consumer + "/" + state);
            if (named == null) {
                throw new IllegalStateException(
                        contract + " becomes " + state + ", which is no contract of " + consumer);
            }
            becomes(contract, named);
        });
        List<StubMapping> all = new ArrayList<>(stubs.values());
        all.addAll(afterwards);
        return all;
    }

    private void becomes(String contract, StubMapping named) {
        StubMapping stop = requireNonNull(stubs.get(contract), contract);
        String job = stop.getRequest().getUrlPath();
        String scenario = contract.substring(0, contract.indexOf('/')) + " " + job;
        stop.setScenarioName(scenario);
        stop.setNewScenarioState(named.getName());
        List<StubMapping> reads = stubs.values().stream()
                .filter(stub -> stub.getRequest().getMethod().equals(RequestMethod.GET))
                .filter(stub -> job.equals(stub.getRequest().getUrlPath()))
                .toList();
        if (reads.isEmpty()) {
            throw new IllegalStateException(
                    contract + " becomes " + named.getName() + ", but no contract reads " + job);
        }
        boolean first = states.add(scenario + " " + named.getName());
        for (StubMapping read : reads) {
            read.setScenarioName(scenario);
            read.setRequiredScenarioState(Scenario.STARTED);
            if (first) {
                afterwards.add(afterwards(read, named));
            }
        }
    }

    private static StubMapping afterwards(StubMapping read, StubMapping named) {
        StubMapping later = StubMapping.buildFrom(StubMapping.buildJsonStringFor(read));
        later.setId(UUID.randomUUID());
        later.setName(named.getName());
        later.setRequiredScenarioState(named.getName());
        later.setResponse(ResponseDefinitionBuilder.like(read.getResponse())
                .withBody(named.getResponse().getBody().replace(id(named), id(read)))
                .build());
        return later;
    }

    private static String id(StubMapping read) {
        String path = read.getRequest().getUrlPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
