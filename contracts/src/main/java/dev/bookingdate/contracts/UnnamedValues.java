package dev.bookingdate.contracts;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.matching.RequestPattern;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a stub of a success asks of headers and query parameters that its contract does not name: absent, or as the spec
 * permits. Else a test would pass with what the service refuses. The values are the spec's; a test compares them.
 */
final class UnnamedValues {
    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";

    /** As the spec writes it: a pattern that is searched for, and how many characters there may be. */
    record Text(String pattern, int least, int most) {
        StringValuePattern orAbsent() {
            return WireMock.or(absent(), matching("(?s)(?=.{" + least + "," + most + "}\\z)(?:" + pattern + ").*"));
        }
    }

    /** By name, for every operation that has the parameter. */
    static final Map<String, Text> HEADERS = Map.of(
            "Zuora-Entity-Ids",
            new Text("^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$", 0, 36),
            "Zuora-Org-Ids",
            new Text(
                    "^(?!.*(  |, *,|[0-9A-Za-z_-] [0-9A-Za-z_-]|[0-9A-Za-z_-]{65}))"
                            + "[0-9A-Za-z_-]([0-9A-Za-z_, -]*[0-9A-Za-z_-])?$",
                    0,
                    4096),
            "Zuora-Track-Id",
            new Text("^[ -!#-&(-9<-~]*$", 0, 64),
            "Zuora-Version",
            new Text("", 0, 32),
            "Prefer",
            new Text("", 0, 255),
            "Idempotency-Key",
            new Text("^[ -~]+$", 1, 255));

    /** By the method of the operation that takes them, at the address of all jobs. */
    static final Map<String, Map<String, Text>> QUERY = Map.of(
            "GET", Map.of("pageSize", new Text("^([1-9][0-9]{0,2}|1000)$", 0, 4), "cursor", new Text("", 0, 512)),
            "POST", Map.of("dryRun", new Text("^(true|false)$", 0, 5)));

    private static final StringValuePattern ENCODING = WireMock.or(absent(), matching("(?i)gzip|identity"));

    private UnnamedValues() {}

    /** Narrows a stub; one that answers with a refusal is left as it is. */
    static StubMapping held(StubMapping stub) {
        if (stub.getResponse().getStatus() / 100 != 2) {
            return stub;
        }
        RequestPattern request = stub.getRequest();
        RequestPatternBuilder narrowed = RequestPatternBuilder.like(request);
        Set<String> named = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (request.getHeaders() != null) {
            named.addAll(request.getHeaders().keySet());
        }
        boolean stop = request.getMethod().getName().equals("PUT");
        HEADERS.forEach((name, text) -> {
            if (!named.contains(name)) {
                narrowed.withHeader(name, stop && name.equals("Idempotency-Key") ? absent() : text.orAbsent());
            }
        });
        if (!named.contains("Content-Encoding")) {
            narrowed.withHeader("Content-Encoding", ENCODING);
        }
        if (JOBS.equals(request.getUrlPath())) {
            QUERY.getOrDefault(request.getMethod().getName(), Map.of()).forEach((name, text) -> {
                if (request.getQueryParameters() == null
                        || !request.getQueryParameters().containsKey(name)) {
                    narrowed.withQueryParam(name, text.orAbsent());
                }
            });
        }
        stub.setRequest(narrowed.build());
        return stub;
    }
}
