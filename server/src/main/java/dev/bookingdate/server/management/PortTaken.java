package dev.bookingdate.server.management;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Names the option to set when a port is taken: there are two ports, and Boot's own words don't tell which is meant. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortTaken extends AbstractFailureAnalyzer<PortInUseException> {

    private final Environment environment;

    PortTaken(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException taken) {
        boolean management = environment.getProperty("management.server.port", Integer.class, 0) == taken.getPort();
        return new FailureAnalysis(
                "Port " + taken.getPort() + ", on which " + (management ? "health and metrics" : "the API")
                        + " should be served, is taken by another process.",
                "Name another one by --" + (management ? "management.server.port" : "server.port")
                        + "=N; 0 takes a free one.",
                taken);
    }
}
