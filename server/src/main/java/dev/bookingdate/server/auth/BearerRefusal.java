package dev.bookingdate.server.auth;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import org.springframework.http.HttpHeaders;

/** The refusals of a call whose token does not let it in. */
final class BearerRefusal {

    private BearerRefusal() {}

    static RequestRefused missingToken() {
        return refusal("Bearer");
    }

    static RequestRefused invalidToken() {
        return refusal("Bearer error=\"invalid_token\"");
    }

    /** One message for every cause: why a token is bad is no business of who sends a bad one. */
    private static RequestRefused refusal(String challenge) {
        return new RequestRefused(
                        ErrorCategory.AUTHENTICATION_FAILED,
                        "Authentication failed: the access token is missing, invalid or expired.")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
}
