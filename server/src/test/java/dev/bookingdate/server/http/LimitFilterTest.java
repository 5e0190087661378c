package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.server.caller.TokenIdentity;
import dev.bookingdate.server.limit.CallLimits;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.jwt.Jwt;

/** What no operation does over HTTP yet: an answer that another thread writes. */
class LimitFilterTest {

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.limits.concurrent-calls=1");

    @Test
    void place_isHeld_untilTheAnswerOfAnotherThreadIsComplete() throws Exception {
        MockHttpServletRequest request = call((asked, answer) -> asked.startAsync());
        assertThatThrownBy(() -> call((asked, answer) -> {})).hasMessageStartingWith("429");

        AsyncContext async = Objects.requireNonNull(request.getAsyncContext());
        async.complete();

        call((asked, answer) -> {});
    }

    @Test
    void place_isGivenBack_whenTheCallFails() throws Exception {
        assertThatThrownBy(() -> call((asked, answer) -> {
                    throw new ServletException("broken");
                }))
                .isInstanceOf(ServletException.class);

        MockHttpServletRequest next = call((asked, answer) -> {});
        assertThat(next.isAsyncStarted()).isFalse();
    }

    private static MockHttpServletRequest call(FilterChain chain) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", TestServer.JOBS);
        request.setAsyncSupported(true);
        TokenIdentity.of(Jwt.withTokenValue("t")
                        .header("alg", "RS256")
                        .claim(
                                "scope",
                                "user.4c7a9e1b2d3f48609a8b7c6d5e4f3021"
                                        + " entity.00000000-0000-4000-8000-0000000000e1 tenant.1001")
                        .claim("username", "u@example.com")
                        .build())
                .letIn(request);
        var response = new MockHttpServletResponse();
        server.bean(Calls.class).begin(request, response);
        new LimitFilter(server.bean(CallLimits.class)).doFilter(request, response, chain);
        return request;
    }
}
