package dev.bookingdate.contracts;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.Extension;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.bookingdate.desk.mock.LiveMock;
import dev.bookingdate.desk.mock.Mock;
import dev.bookingdate.desk.source.UnusableException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The document's examples, beside the contracts. */
final class DocumentMock {
    private final LiveMock mock;

    private DocumentMock(LiveMock mock) {
        this.mock = mock;
    }

    /**
     * Reads a document.
     *
     * @param report takes a line about a later save that can't be read
     * @throws IllegalArgumentException if it can't be read now
     */
    static DocumentMock of(Path document, Consumer<String> report) {
        try {
            return new DocumentMock(new LiveMock(document, report));
        } catch (UnusableException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Calls that ask for an example never come to a contract, which would not look at {@code Prefer}. */
    Extension filter() {
        return new StubRequestFilterV2() {
            @Override
            public RequestFilterAction filter(Request request, ServeEvent event) {
                return Mock.isAsked(of(request))
                        ? RequestFilterAction.stopWith(answer(request))
                        : RequestFilterAction.continueWith(request);
            }

            @Override
            public String getName() {
                return "examples-of-the-document";
            }
        };
    }

    ResponseDefinition answer(Request request) {
        Mock.Answer answer = mock.answer(of(request));
        ResponseDefinitionBuilder response =
                ResponseDefinitionBuilder.responseDefinition().withStatus(answer.status());
        answer.headers().forEach(response::withHeader);
        return response.withBody(answer.body()).build();
    }

    private static Mock.Request of(Request request) {
        URI url = URI.create(request.getUrl());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaders().all().forEach(header -> headers.put(header.key(), String.join(", ", header.values())));
        String body = request.getBodyAsString();
        return new Mock.Request(
                request.getMethod().getName(),
                url.getRawPath(),
                Optional.ofNullable(url.getRawQuery()).orElse(""),
                headers,
                body == null ? "" : body);
    }
}
