package dev.bookingdate.server.http;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Tells apart why a body could not be read: absent, not JSON, or JSON of another shape. */
final class BodyRefusals {

    private BodyRefusals() {}

    static RequestRefused of(HttpMessageNotReadableException unreadable) {
        Throwable cause = unreadable.getCause();
        if (cause == null) {
            return missingBody();
        }
        for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof RequestRefused refusal) {
                return refusal;
            }
            if (deeper instanceof StreamConstraintsException) {
                return malformed("The request body is nested too deeply, or has a number or a name that is too long.");
            }
        }
        if (cause instanceof DatabindException mismatch) {
            return new RequestRefused(ErrorCategory.INVALID_VALUE, rule(mismatch));
        }
        return malformed("The request body is not well-formed JSON.");
    }

    static RequestRefused notGzip() {
        return malformed("The request body is not valid gzip.");
    }

    private static RequestRefused malformed(String message) {
        return new RequestRefused(ErrorCategory.MALFORMED_BODY, message);
    }

    static RequestRefused tooLarge() {
        return Refusals.ofStatus(413);
    }

    /** With the encodings that are read, as HTTP wants it. */
    static RequestRefused unsupportedEncoding() {
        return Refusals.ofStatus(415).withHeader(HttpHeaders.ACCEPT_ENCODING, "gzip, identity");
    }

    static RequestRefused missingBody() {
        return new RequestRefused(ErrorCategory.MISSING_FIELD, "The request body is required.");
    }

    /** HTTP/2 announces no body: there only a length of 0 says that there is none. */
    static boolean hasNoBody(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length == 0
                || (length < 0
                        && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
                        && !request.getProtocol().equals("HTTP/2.0"));
    }

    private static String rule(DatabindException mismatch) {
        String field = field(mismatch.getPath());
        if (field.isEmpty()) {
            return "The request body must be one JSON object.";
        }
        Class<?> type = type(mismatch);
        return type != null && type.isEnum()
                ? field + " must be " + allowed(type) + "."
                : field + " has a value of the wrong type.";
    }

    /** Names of members that the contract has: what it does not have is skipped, not read. */
    private static String field(List<JacksonException.Reference> path) {
        return path.stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(name -> name != null)
                .collect(Collectors.joining("."));
    }

    private static @Nullable Class<?> type(DatabindException mismatch) {
        if (mismatch instanceof ValueInstantiationException instantiation) {
            return instantiation.getType().getRawClass();
        }
        return mismatch instanceof MismatchedInputException input ? input.getTargetType() : null;
    }

    private static String allowed(Class<?> type) {
        // The generated enums say their wire value in toString.
        return Stream.of(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(" or "));
    }
}
