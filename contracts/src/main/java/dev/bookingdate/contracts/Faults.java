package dev.bookingdate.contracts;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Stubs that go before those of contracts, for as many calls as were ordered. */
final class Faults implements ServeEventListener {
    private final Map<UUID, Ordered> ordered = new ConcurrentHashMap<>();

    private record Ordered(WireMockServer server, StubMapping stub, int left) {
        Ordered served() {
            return new Ordered(server, stub, left - 1);
        }
    }

    void add(WireMockServer server, String contract, String name, Fault fault, int times) {
        List<StubMapping> own = server.getStubMappings().stream()
                .filter(stub -> contract.equals(stub.getName()))
                .toList();
        for (StubMapping stub : own) {
            StubMapping failing = StubMapping.buildFrom(StubMapping.buildJsonStringFor(stub));
            failing.setId(UUID.randomUUID());
            failing.setName(name);
            failing.setPriority(1);
            failing.setNewScenarioState(null);
            failing.setResponse(fault.instead(ResponseDefinitionBuilder.like(stub.getResponse()))
                    .build());
            ordered.put(failing.getId(), new Ordered(server, failing, times));
            server.addStubMapping(failing);
        }
    }

    void clear(WireMockServer server) {
        new ArrayList<>(ordered.values()).forEach(one -> server.removeStubMapping(one.stub()));
        ordered.clear();
    }

    /** Before the answer is on its way: the next request may be there as soon as it arrives. */
    @Override
    public void beforeResponseSent(ServeEvent event, Parameters parameters) {
        // An example of the document that was asked for has no stub.
        if (!event.getWasMatched() || event.getStubMapping() == null) {
            return;
        }
        ordered.computeIfPresent(event.getStubMapping().getId(), (id, one) -> {
            if (one.left() > 1) {
                return one.served();
            }
            one.server().removeStubMapping(one.stub());
            return null;
        });
    }

    @Override
    public String getName() {
        return "faults";
    }
}
