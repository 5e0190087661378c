package dev.bookingdate.server.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.http.TestServer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/** The recorder sees a wrong answer, whoever asked. The wrong ones are planted in a filter, and taken before they fail the test. */
@Tag("long")
class RecorderTest {

    @RegisterExtension
    static final TestServer server = TestServer.with(List.of(WrongAnswers.class));

    @Test
    void answer_whenItIsAsPromised_passes() {
        assertThat(get("none", TestServer.JOBS).statusCode()).isEqualTo(401);

        assertThat(AnswersSeen.takeUnpromised()).isEmpty();
    }

    @Test
    void member_whenItIsMissing_isSeen() {
        get("member", TestServer.JOBS);

        assertThat(seen())
                .anySatisfy(violation -> assertThat(violation)
                        .startsWith("GET " + TestServer.JOBS + " → 200: body: ")
                        .contains("requestId"));
    }

    @Test
    void header_whenItIsNotOfTheSpec_isSeen() {
        get("header", TestServer.JOBS);

        assertThat(seen())
                .singleElement()
                .asString()
                .startsWith("GET " + TestServer.JOBS + " → 401: header RateLimit-Planted is not documented");
    }

    @Test
    void status_whenItIsPromisedNowhere_isSeen() {
        get("status", TestServer.JOBS);

        assertThat(seen())
                .singleElement()
                .asString()
                .startsWith("GET " + TestServer.JOBS + " → 202: 202 is promised nowhere");
    }

    @Test
    void compressedAnswer_isReadAsItWasBeforeCompression() {
        get("long", TestServer.JOBS);

        assertThat(seen())
                .anySatisfy(violation ->
                        assertThat(violation).contains("→ 200: body: ", "Content-Encoding=[gzip]", "xxxxxxxxxx"));
    }

    /** The caller can have its answer well before the server has counted the call as over. */
    private static List<String> seen() {
        return await().until(AnswersSeen::takeUnpromised, unpromised -> !unpromised.isEmpty());
    }

    private static HttpResponse<byte[]> get(String planted, String path) {
        return server.send(server.request(path)
                .header("Planted", planted)
                .header("Accept-Encoding", "gzip")
                .build());
    }

    /** In the place of the server, where the caller says so. */
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static class WrongAnswers extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            switch (request.getHeader("Planted")) {
                case "member" ->
                    answer(
                            response,
                            200,
                            "{\"processId\":\"0000000000000000\",\"reasons\":[],\"success\":true,\"jobs\":[]}");
                case "status" -> answer(response, 202, "{}");
                case "long" -> answer(response, 200, "{\"padding\":\"" + "x".repeat(2000) + "\"}");
                case "header" -> {
                    response.setHeader("RateLimit-Planted", "1");
                    chain.doFilter(request, response);
                }
                default -> chain.doFilter(request, response);
            }
        }

        private static void answer(HttpServletResponse response, int status, String body) throws IOException {
            response.setStatus(status);
            response.setContentType("application/json");
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
