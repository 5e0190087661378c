package dev.bookingdate.server.http;

import static java.util.Objects.requireNonNull;

import dev.bookingdate.server.call.Call;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.security.config.observation.SecurityObservationSettings;

/**
 * One observation for each call: a span, which continues the caller's {@code traceparent}, and a count and time among the
 * metrics. What Spring would observe beside the calls is left out.
 */
@Configuration(proxyBeanMethods = false)
class CallObservations {

    private static final String ATTRIBUTE = CallObservations.class.getName();

    /** The queue and the thread of the exporters. */
    private static final String EXPORT_QUEUE = "otelSpanProcessor";

    private final ObservationRegistry registry;
    private final Convention convention = new Convention();

    CallObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    /** Makes the call's span the current one of this thread, until closed. */
    Observation.Scope open(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(ATTRIBUTE) instanceof Observation observation) {
            return observation.openScope();
        }
        Observation observation =
                Observation.start(convention, () -> new ServerRequestObservationContext(request, response), registry);
        request.setAttribute(ATTRIBUTE, observation);
        return observation.openScope();
    }

    void end(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Observation observation) {
            observation.stop();
        }
    }

    /** Else each filter of Spring Security is a span and a metric of its own, on every call. */
    @Bean
    static SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Without an exporter nothing is queued for export, and no thread waits for it. */
    @Bean
    static BeanFactoryPostProcessor noQueueWithoutExporter() {
        return beans -> {
            if (beans.getBeanNamesForType(SpanExporter.class, true, false).length == 0
                    && beans instanceof BeanDefinitionRegistry registry
                    && registry.containsBeanDefinition(EXPORT_QUEUE)) {
                registry.removeBeanDefinition(EXPORT_QUEUE);
            }
        };
    }

    /**
     * What is told about a call. To the metrics only what the contract bounds, so that no caller can make new series; to the
     * span the ids as well. Spring's own names where it has one.
     */
    private static final class Convention extends DefaultServerRequestObservationConvention {

        private static final String NONE = "none";

        @Override
        public String getContextualName(ServerRequestObservationContext call) {
            return operation(request(call)).map(Call.Operation::id).orElse("http");
        }

        @Override
        public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext call) {
            return KeyValues.of(method(call), operation(call), outcome(call), status(call), uri(call));
        }

        @Override
        public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext call) {
            Call ids = Call.of(request(call));
            List<KeyValue> values = new ArrayList<>();
            values.add(KeyValue.of("requestId", ids.requestId().toString()));
            if (ids.trackId() != null) {
                values.add(KeyValue.of("trackId", ids.trackId()));
            }
            CallLog.tenant(request(call)).ifPresent(id -> values.add(KeyValue.of("tenant", Long.toString(id))));
            return KeyValues.of(values);
        }

        @Override
        protected KeyValue method(ServerRequestObservationContext call) {
            return KeyValue.of("method", Calls.method(request(call)).orElse("OTHER"));
        }

        @Override
        protected KeyValue uri(ServerRequestObservationContext call) {
            return KeyValue.of(
                    "uri", operation(request(call)).map(Call.Operation::path).orElse(NONE));
        }

        private KeyValue operation(ServerRequestObservationContext call) {
            return KeyValue.of(
                    "operation",
                    operation(request(call)).map(Call.Operation::id).orElse(NONE));
        }

        private static HttpServletRequest request(ServerRequestObservationContext call) {
            return requireNonNull(call.getCarrier());
        }

        private static Optional<Call.Operation> operation(HttpServletRequest request) {
            return Call.in(request).map(Call::operation);
        }
    }
}
