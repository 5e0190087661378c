package dev.bookingdate.server.http;

import static java.util.Objects.requireNonNull;

import dev.bookingdate.server.call.CallContext;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/**
 * What is told about a call. To the metrics only what the contract bounds, so that no caller can make new series; to the
 * span the ids as well. Spring's own names where it has one.
 */
@Component
class CallConvention extends DefaultServerRequestObservationConvention {

    private static final String NONE = "none";

    private final Operations operations;
    private final CallLog log;

    CallConvention(Operations operations, CallLog log) {
        this.operations = operations;
        this.log = log;
    }

    @Override
    public String getContextualName(ServerRequestObservationContext call) {
        return operations.of(request(call)).map(Operations.Operation::id).orElse("http");
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext call) {
        return KeyValues.of(method(call), operation(call), outcome(call), status(call), uri(call));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext call) {
        if (!(request(call).getAttribute(CallContext.ATTRIBUTE) instanceof CallContext ids)) {
            return KeyValues.empty();
        }
        List<KeyValue> values = new ArrayList<>();
        values.add(KeyValue.of("requestId", ids.requestId().toString()));
        if (ids.trackId() != null) {
            values.add(KeyValue.of("trackId", ids.trackId()));
        }
        log.tenant(request(call)).ifPresent(id -> values.add(KeyValue.of("tenant", Long.toString(id))));
        return KeyValues.of(values);
    }

    @Override
    protected KeyValue method(ServerRequestObservationContext call) {
        return KeyValue.of("method", Operations.method(request(call)).orElse("OTHER"));
    }

    @Override
    protected KeyValue uri(ServerRequestObservationContext call) {
        return KeyValue.of(
                "uri",
                operations
                        .of(request(call))
                        .map(operation -> operation.path().getPatternString())
                        .orElse(NONE));
    }

    private KeyValue operation(ServerRequestObservationContext call) {
        return KeyValue.of(
                "operation",
                operations.of(request(call)).map(Operations.Operation::id).orElse(NONE));
    }

    private static HttpServletRequest request(ServerRequestObservationContext call) {
        return requireNonNull(call.getCarrier());
    }
}
