package dev.bookingdate.contracts;

import static java.util.Comparator.comparingDouble;

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
import org.jspecify.annotations.Nullable;

/** What is answered to a request that no contract covers: a text for the person whose test has failed. */
final class UnmatchedRequest extends NotMatchedRenderer {
    private final List<String> consumers;
    private final @Nullable DocumentMock mock;

    private UnmatchedRequest(List<String> consumers, @Nullable DocumentMock mock) {
        this.consumers = consumers;
        this.mock = mock;
    }

    /** @param mock what answers instead of the text, where there is one */
    static WireMockConfiguration told(List<String> consumers, @Nullable DocumentMock mock) {
        return WireMockConfiguration.options()
                .notMatchedRendererFactory((Extensions extensions) -> new UnmatchedRequest(consumers, mock));
    }

    @Override
    protected ResponseDefinition render(Admin admin, ServeEvent request) {
        if (mock != null) {
            return mock.answer(request.getRequest());
        }
        String text = "No contract of " + String.join(", ", consumers) + " covers "
                + request.getRequest().getMethod() + " "
                + request.getRequest().getUrl() + ".";
        Optional<StubMapping> nearest = nearest(admin.listAllStubMappings().getMappings(), request.getRequest());
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
    private static Optional<StubMapping> nearest(List<StubMapping> stubs, Request request) {
        List<StubMapping> samePlace =
                stubs.stream().filter(stub -> isForSamePlace(stub, request)).toList();
        return (samePlace.isEmpty() ? stubs : samePlace)
                .stream()
                        .min(comparingDouble(
                                stub -> stub.getRequest().match(request).getDistance()));
    }

    private static boolean isForSamePlace(StubMapping stub, Request request) {
        RequestPattern wanted = stub.getRequest();
        return wanted.getMethod().match(request.getMethod()).isExactMatch()
                && wanted.getUrlMatcher().match(request.getUrl()).isExactMatch();
    }
}
