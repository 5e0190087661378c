package dev.bookingdate.server.http;

import dev.bookingdate.server.database.OutOfOrder;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.error.RequestRefused.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Says what each failure means to the caller. Never quotes what the caller sent, nor what a library said about it. */
@Component
class Refusals {

    /** Long enough for a database to fail over, short enough for a person to wait. */
    private static final Map<String, String> RETRY_AFTER = Map.of(HttpHeaders.RETRY_AFTER, "5");

    /** lock_not_available, query_canceled. */
    private static final Set<String> ENDED_BY_A_BOUND = Set.of("55P03", "57014");

    static final String NOT_VALID = "The request is not valid HTTP.";

    private final ValidationRefusals validation;

    Refusals(ValidationRefusals validation) {
        this.validation = validation;
    }

    RequestRefused of(Throwable failure, HttpServletRequest request) {
        if (failure instanceof RequestRefused refusal) {
            return refusal;
        }
        if (failure instanceof HandlerMethodValidationException invalid && !invalid.isForReturnValue()) {
            return ValidationRefusals.of(invalid);
        }
        if (failure instanceof MethodArgumentNotValidException invalid) {
            return ValidationRefusals.of(invalid.getFieldErrors());
        }
        if (failure instanceof HttpMessageNotReadableException unreadable) {
            return withViolations(BodyRefusals.of(unreadable), request);
        }
        if (failure instanceof MethodArgumentTypeMismatchException mismatch) {
            return withViolations(ValidationRefusals.of(mismatch), request);
        }
        if (failure instanceof HttpRequestMethodNotSupportedException method) {
            return methodNotSupported(method);
        }
        if (failure instanceof HttpMediaTypeNotSupportedException) {
            return BodyRefusals.hasNoBody(request)
                    ? withViolations(BodyRefusals.missingBody(), request)
                    : ofStatus(415);
        }
        if (failure instanceof HttpMediaTypeNotAcceptableException) {
            return ofStatus(406);
        }
        if (failure instanceof NoHandlerFoundException || failure instanceof NoResourceFoundException) {
            return ofStatus(404);
        }
        if (failure instanceof RequestRejectedException || failure instanceof BadRequestException) {
            return ofStatus(400);
        }
        if (failure instanceof InvalidParameterException invalid) {
            return ofStatus(invalid.getErrorCode());
        }
        if (isOutOfReach(failure)) {
            return ofStatus(503);
        }
        if (failure instanceof ServletRequestBindingException || failure instanceof TypeMismatchException) {
            return ofStatus(400);
        }
        return failure instanceof ErrorResponse response
                ? ofStatus(response.getStatusCode().value())
                : ofStatus(500);
    }

    /** What else is wrong with the call; a status other than 400 is about more than its fields. */
    private RequestRefused withViolations(RequestRefused refusal, HttpServletRequest request) {
        if (refusal.status() != 400) {
            return refusal;
        }
        List<Reason> reasons = new ArrayList<>(refusal.reasons());
        validation.violations(request).stream()
                .filter(reason -> !reasons.contains(reason))
                .forEach(reasons::add);
        return new RequestRefused(refusal.status(), reasons, refusal.headers());
    }

    /** The refusal that says no more than its status. */
    static RequestRefused ofStatus(int status) {
        return switch (status) {
            case 401 -> refusal(401, ErrorCategory.AUTHENTICATION_FAILED, "Authentication failed.");
            case 403 -> refusal(403, ErrorCategory.PERMISSION_DENIED, "Permission denied.");
            case 404 -> refusal(404, ErrorCategory.NOT_FOUND, "There is nothing at this path.");
            case 405 -> refusal(405, ErrorCategory.METHOD_NOT_SUPPORTED, "This method is not supported here.");
            case 406 ->
                refusal(
                        406,
                        ErrorCategory.INVALID_VALUE,
                        "Only application/json can be produced; the Accept header excludes it.");
            case 413 ->
                refusal(413, ErrorCategory.INVALID_VALUE, "The request body is larger than the permitted size.");
            case 415 ->
                refusal(
                        415,
                        ErrorCategory.INVALID_VALUE,
                        "The content type or content encoding of the request is not supported.");
            case 417 ->
                refusal(417, ErrorCategory.INVALID_VALUE, "The expectation in the Expect header is not supported.");
            case 429 ->
                refusal(
                        429,
                        ErrorCategory.LIMIT_EXCEEDED,
                        "The request limit is exceeded. Retry after the time given in Retry-After.");
            case 501, 505 -> notValid();
            case 503 -> temporary(RETRY_AFTER);
            default ->
                // The contract knows no others of these.
                status >= 400 && status < 500
                        ? notValid()
                        : refusal(
                                500,
                                ErrorCategory.INTERNAL_ERROR,
                                "An internal error occurred. Quote the request id when you report it.");
        };
    }

    private static RequestRefused notValid() {
        return refusal(400, ErrorCategory.INVALID_VALUE, NOT_VALID);
    }

    private static RequestRefused refusal(int status, ErrorCategory category, String message) {
        return new RequestRefused(status, category, message);
    }

    /** Too many calls hold a thread at this moment; most calls take milliseconds. */
    static RequestRefused busy() {
        return temporary(Map.of(HttpHeaders.RETRY_AFTER, "1"));
    }

    private static RequestRefused temporary(Map<String, String> retryAfter) {
        return new RequestRefused(
                503,
                List.of(ErrorCategory.TEMPORARY_ERROR.reason(
                        "The service is temporarily unavailable. Retry after the time given in Retry-After.")),
                retryAfter);
    }

    private static RequestRefused methodNotSupported(HttpRequestMethodNotSupportedException failure) {
        @Nullable String[] supported = failure.getSupportedMethods();
        if (supported == null) {
            return ofStatus(405);
        }
        String methods = String.join(", ", Arrays.stream(supported).sorted().toList());
        return new RequestRefused(
                        ErrorCategory.METHOD_NOT_SUPPORTED,
                        "This method is not supported here. Supported methods: " + methods + ".")
                .withHeader(HttpHeaders.ALLOW, methods);
    }

    /** The database can't be reached, is out of order, took too long, or waited too long for a lock: that may mend. */
    private static boolean isOutOfReach(Throwable failure) {
        return failure instanceof TransientDataAccessException
                || failure instanceof RecoverableDataAccessException
                || failure instanceof NonTransientDataAccessResourceException
                || failure instanceof CannotCreateTransactionException
                // A commit or a rollback that got no answer.
                || failure instanceof TransactionSystemException
                || saysSo(failure);
    }

    /** Spring has no class for some of these, and the scheduler's library none of Spring's. */
    private static boolean saysSo(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException sql
                && (OutOfOrder.says(sql) || ENDED_BY_A_BOUND.contains(String.valueOf(sql.getSQLState())));
    }
}
