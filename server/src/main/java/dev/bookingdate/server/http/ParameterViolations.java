package dev.bookingdate.server.http;

import dev.bookingdate.server.error.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Validator;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Finds what is wrong with the headers, the path and the query of a call whose body or one of whose parameters could not
 * even be read. Spring gives up at that one; the caller is to hear of all at once.
 */
@Component
class ParameterViolations {

    private final MethodValidationAdapter validation;

    ParameterViolations(Validator validator) {
        this.validation = new MethodValidationAdapter(validator);
    }

    /** The reasons in the order of the parameters; empty where no operation was found. */
    List<Reason> of(HttpServletRequest request) {
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
                .map(result -> ValidationRefusals.reason(result.getMethodParameter()))
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
}
