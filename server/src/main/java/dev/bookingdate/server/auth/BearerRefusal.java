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

    /** The keys that would tell whether the token is good can't be had just now: it may well be, so 401 would be a lie. */
    static RequestRefused unverifiableToken() {
        return new RequestRefused(
                        ErrorCategory.TEMPORARY_ERROR,
                        "The service is temporarily unavailable. Retry after the time given in Retry-After.")
                .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(IssuerKeys.AT_MOST_EVERY.toSeconds()));
    }

    static RequestRefused severalTokens() {
        return new RequestRefused(ErrorCategory.INVALID_VALUE, "Authorization must be sent once.")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_request\"");
    }

    /** One message for every cause: why a token is bad is no business of who sends a bad one. */
    private static RequestRefused refusal(String challenge) {
        return new RequestRefused(
                        ErrorCategory.AUTHENTICATION_FAILED,
                        "Authentication failed: the access token is missing, invalid or expired.")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
}
