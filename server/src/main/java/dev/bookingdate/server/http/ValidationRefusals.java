package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.error.RequestRefused.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.validation.FieldError;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerMapping;

/** Names each parameter or field that breaks a constraint of the contract, with the rule and without the value. */
@Component
class ValidationRefusals {

    /** What a pattern means, for whom a regular expression would say nothing. */
    private static final Map<String, String> RULES = Map.of(
            Call.TRACK_ID_HEADER,
            Call.TRACK_ID_RULE,
            "Idempotency-Key",
            "Idempotency-Key must have 1 to 255 printable US-ASCII characters.",
            "Zuora-Entity-Ids",
            "Zuora-Entity-Ids must be the id of one entity, a UUID.",
            "Zuora-Org-Ids",
            "Zuora-Org-Ids must be a comma-separated list of org ids.",
            "cursor",
            "cursor is not valid. Start again without it.");

    private final MethodValidationAdapter validation;

    ValidationRefusals(Validator validator) {
        this.validation = new MethodValidationAdapter(validator);
    }

    /**
     * What is wrong with the headers, the path and the query of a call whose body or one of whose parameters could not even be
     * read. Spring gives up at that one; the caller is to hear of all at once.
     *
     * @return the reasons in the order of the parameters; empty where no operation was found
     */
    List<Reason> violations(HttpServletRequest request) {
        if (!(request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod handler)) {
            return List.of();
        }
        HandlerMethod operation = handler.createWithResolvedBean();
        MethodParameter[] parameters = operation.getMethodParameters();
        @Nullable
        Object[] values = Stream.of(parameters)
                .map(parameter -> value(parameter, request))
                .toArray();
        return validation
                .validateArguments(operation.getBean(), operation.getMethod(), parameters, values, new Class<?>[0])
                .getParameterValidationResults()
                .stream()
                .filter(result -> !result.getMethodParameter().hasParameterAnnotation(RequestBody.class))
                .map(result -> reason(result.getMethodParameter()))
                .distinct()
                .toList();
    }

    /** Null also for what can't be read: that has its reason already. */
    private static @Nullable Object value(MethodParameter parameter, HttpServletRequest request) {
        var header = parameter.getParameterAnnotation(RequestHeader.class);
        if (header != null) {
            List<String> values = Collections.list(request.getHeaders(header.name()));
            return values.isEmpty() ? null : String.join(",", values);
        }
        var path = parameter.getParameterAnnotation(PathVariable.class);
        if (path != null) {
            return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                    ? variables.get(path.name())
                    : null;
        }
        var query = parameter.getParameterAnnotation(RequestParam.class);
        return query != null && parameter.getParameterType() == String.class
                ? request.getParameter(query.name())
                : null;
    }

    static RequestRefused of(MethodValidationResult invalid) {
        List<Reason> reasons = new ArrayList<>();
        for (ParameterValidationResult result : invalid.getParameterValidationResults()) {
            if (result instanceof ParameterErrors errors) {
                errors.getFieldErrors().forEach(error -> reasons.add(reason(error)));
            } else {
                reasons.add(reason(result.getMethodParameter()));
            }
        }
        return refusal(reasons);
    }

    static RequestRefused of(List<FieldError> errors) {
        return refusal(errors.stream().map(ValidationRefusals::reason).toList());
    }

    /** Only a query parameter can be of a wrong type: paths and headers are strings in this contract. */
    static RequestRefused of(MethodArgumentTypeMismatchException mismatch) {
        MethodParameter parameter = mismatch.getParameter();
        String rule = parameter.getParameterType() == Boolean.class
                ? mismatch.getName() + " must be true or false."
                : number(mismatch.getName(), parameter);
        return refusal(List.of(category(parameter).reason(rule)));
    }

    private static RequestRefused refusal(List<Reason> reasons) {
        List<Reason> distinct = reasons.stream().distinct().toList();
        return new RequestRefused(ErrorCategory.INVALID_VALUE.status(), distinct);
    }

    private static Reason reason(FieldError error) {
        boolean missing = Objects.equals(error.getCode(), "NotNull");
        return missing
                ? ErrorCategory.MISSING_FIELD.reason(error.getField() + " is required.")
                : ErrorCategory.INVALID_VALUE.reason(error.getField() + " is not valid.");
    }

    /** The rule that a parameter breaks: each has one only. */
    private static Reason reason(MethodParameter parameter) {
        String name = name(parameter);
        String rule = RULES.get(name);
        return category(parameter).reason(rule != null ? rule : rule(name, parameter));
    }

    private static String rule(String name, MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(Min.class) || parameter.hasParameterAnnotation(Max.class)) {
            return number(name, parameter);
        }
        var size = parameter.getParameterAnnotation(Size.class);
        if (size == null) {
            return name + " is not valid.";
        }
        return size.min() == size.max()
                ? String.format(Locale.ROOT, "%s must have exactly %d characters.", name, size.max())
                : String.format(Locale.ROOT, "%s must have at most %d characters.", name, size.max());
    }

    private static String number(String name, MethodParameter parameter) {
        var min = parameter.getParameterAnnotation(Min.class);
        var max = parameter.getParameterAnnotation(Max.class);
        return min == null || max == null
                ? name + " must be an integer."
                : String.format(Locale.ROOT, "%s must be an integer from %d to %d.", name, min.value(), max.value());
    }

    private static ErrorCategory category(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(RequestParam.class)
                ? ErrorCategory.INVALID_QUERY_PARAMETER
                : ErrorCategory.INVALID_VALUE;
    }

    /** The name on the wire, not Java's. */
    private static String name(MethodParameter parameter) {
        var header = parameter.getParameterAnnotation(RequestHeader.class);
        if (header != null) {
            return header.name();
        }
        var query = parameter.getParameterAnnotation(RequestParam.class);
        if (query != null) {
            return query.name();
        }
        var path = parameter.getParameterAnnotation(PathVariable.class);
        return path != null ? path.name() : Objects.requireNonNullElse(parameter.getParameterName(), "A parameter");
    }
}
