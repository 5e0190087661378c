package dev.bookingdate.server.http;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.observation.SecurityObservationSettings;

/** Leaves out what Spring would observe beside the calls. */
@Configuration(proxyBeanMethods = false)
class ObservationSetup {

    /** The queue and the thread of the exporters. */
    private static final String EXPORT_QUEUE = "otelSpanProcessor";

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
}
