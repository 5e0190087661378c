package dev.bookingdate.contracts;

import static java.util.Comparator.comparing;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.Admin;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.Extensions;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.matching.RequestPattern;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.verification.diff.Diff;
import com.github.tomakehurst.wiremock.verification.diff.PlainTextDiffRenderer;
import com.github.tomakehurst.wiremock.verification.notmatched.NotMatchedRenderer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is answered to a request that no contract covers: a text for the person whose test has failed. */
final class UnmatchedRequest extends NotMatchedRenderer {
    private final List<String> consumers;

    private UnmatchedRequest(List<String> consumers) {
        this.consumers = consumers;
    }

    static WireMockConfiguration told(List<String> consumers) {
        return WireMockConfiguration.options()
                .notMatchedRendererFactory((Extensions extensions) -> new UnmatchedRequest(consumers));
    }

    @Override
    protected ResponseDefinition render(Admin admin, ServeEvent request) {
        String text = "No contract of " + String.join(", ", consumers) + " covers "
                + request.getRequest().getMethod() + " "
                + request.getRequest().getUrl() + ".";
        Optional<StubMapping> nearest = admin.listAllStubMappings().getMappings().stream()
                .min(comparing((StubMapping stub) -> !isForSamePlace(stub, request.getRequest()))
                        .thenComparing(stub ->
                                stub.getRequest().match(request.getRequest()).getDistance()));
        if (nearest.isPresent()) {
            text += " The nearest is " + nearest.get().getName() + ":\n"
                    + new PlainTextDiffRenderer(Map.of()).render(new Diff(nearest.get(), request.getRequest()));
        }
        return ResponseDefinitionBuilder.responseDefinition()
                .withStatus(404)
                .withHeader("Content-Type", "text/plain;charset=utf-8")
                .withBody(text)
                .build();
    }

    /** WireMock alone would call a contract of another job the nearest, when that one asks for fewer headers. */
    private static boolean isForSamePlace(StubMapping stub, Request request) {
        RequestPattern wanted = stub.getRequest();
        return wanted.getMethod().match(request.getMethod()).isExactMatch()
                && wanted.getUrlMatcher().match(request.getUrl()).isExactMatch();
    }
}
