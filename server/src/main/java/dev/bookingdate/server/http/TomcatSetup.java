package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.connection.ConnectionProperties;
import dev.bookingdate.server.connection.ConnectionSetup;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.catalina.Context;
import org.apache.catalina.Pipeline;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Sets what no property of Spring Boot sets. Comes last, to find what Boot has put into Tomcat. */
@Component
@EnableConfigurationProperties(ConnectionProperties.class)
@Order(Ordered.LOWEST_PRECEDENCE)
class TomcatSetup implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final Set<String> SAFE_TLS = Set.of("TLSv1.2", "TLSv1.3");

    private final FailureAnswer failures;
    private final Calls calls;
    private final CallObservations observations;
    private final ConnectionProperties bounds;
    private final int threads;

    TomcatSetup(
            FailureAnswer failures,
            Calls calls,
            CallObservations observations,
            ConnectionProperties bounds,
            @Value("${server.tomcat.threads.max:200}") int threads) {
        this.failures = failures;
        this.calls = calls;
        this.observations = observations;
        this.bounds = bounds;
        this.threads = threads;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        ConnectionSetup.bound(factory, bounds, threads, TomcatSetup::caller);
        factory.addEngineValves(new CallValve(calls, observations));
        factory.addContextCustomizers(this::setUpHost);
        factory.addConnectorCustomizers(TomcatSetup::continueWhenReading, TomcatSetup::refuseOldTls);
    }

    /** A tenant, or who has just got a token, or all others: those who do not say who they are share what they may hold. */
    private static Object caller(HttpServletRequest request, int status) {
        return CallLog.tenant(request)
                .<Object>map(tenant -> tenant)
                .orElseGet(() ->
                        status == HttpServletResponse.SC_OK && Call.of(request).isFor(Calls.TOKEN));
    }

    /** Asks for the body of an {@code Expect: 100-continue} only when it is wanted, not when the call is refused before. */
    private static void continueWhenReading(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
        }
    }

    private void setUpHost(Context context) {
        var host = (StandardHost) context.getParent();
        Pipeline pipeline = host.getPipeline();
        for (Valve valve : pipeline.getValves()) {
            if (valve instanceof ErrorReportValve) {
                pipeline.removeValve(valve);
            }
        }
        pipeline.addValve(new CompressionValve());
        pipeline.addValve(new EnvelopeValve(failures));
        // The host adds a valve of this class unless it finds one: it finds ours.
        host.setErrorReportValveClass(EnvelopeValve.class.getName());
    }

    /** By ourselves, for what is safe must not hang on the security properties of the JDK. */
    private static void refuseOldTls(Connector connector) {
        for (SSLHostConfig host : connector.findSslHostConfigs()) {
            Set<String> wanted = new TreeSet<>(host.getProtocols());
            wanted.retainAll(SAFE_TLS);
            host.setProtocols(String.join("+", wanted.isEmpty() ? SAFE_TLS : wanted));
        }
    }

    /**
     * Takes the place of Tomcat's error page. What Tomcat refuses before any filter sees it, such as a bad request line, gets
     * the envelope as well.
     */
    static final class EnvelopeValve extends ErrorReportValve {

        private final FailureAnswer failures;

        EnvelopeValve(FailureAnswer failures) {
            this.failures = failures;
        }

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            if (failure instanceof IOException) {
                // The caller has reset its stream of HTTP/2; what fails in the server never comes here as such.
                failures.answer(request, response, HttpServletResponse.SC_BAD_REQUEST);
            } else if (failure != null && response.getStatus() == 500) {
                failures.answer(request, response, failure);
            } else {
                failures.answer(request, response, response.getStatus());
            }
        }
    }
}
