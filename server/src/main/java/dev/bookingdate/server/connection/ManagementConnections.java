package dev.bookingdate.server.connection;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Bounds the management port's Tomcat, which is one of its own, and which no bean of the API's port reaches. */
class ManagementConnections {

    /** Boot's default, which nothing but {@code server.tomcat} changes, and that is the API's port. */
    private static final int THREADS = 200;

    /** As on the API's port; Tomcat's own is a minute. */
    private static final String CONNECTION_TIMEOUT = "10000";

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundManagementConnections(ConnectionProperties bounds) {
        return factory -> {
            boolean isApi = factory.getEngineValves().stream().anyMatch(CallEndValve.class::isInstance);
            if (!isApi) {
                ConnectionSetup.bound(factory, bounds, THREADS, (request, status) -> "probe");
                factory.addConnectorCustomizers(
                        connector -> connector.setProperty("connectionTimeout", CONNECTION_TIMEOUT));
            }
        };
    }
}
