package dev.bookingdate.server.http;

import org.apache.catalina.Context;
import org.apache.catalina.Pipeline;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Sets what no property of Spring Boot sets. Comes last, to find what Boot has put into Tomcat. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class TomcatSetup implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final FailureAnswer failures;
    private final CallContexts contexts;
    private final AccessLog accessLog;

    TomcatSetup(FailureAnswer failures, CallContexts contexts, AccessLog accessLog) {
        this.failures = failures;
        this.contexts = contexts;
        this.accessLog = accessLog;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(this::replaceErrorReport);
    }

    private void replaceErrorReport(Context context) {
        var host = (StandardHost) context.getParent();
        Pipeline pipeline = host.getPipeline();
        for (Valve valve : pipeline.getValves()) {
            if (valve instanceof ErrorReportValve) {
                pipeline.removeValve(valve);
            }
        }
        pipeline.addValve(new EnvelopeValve(failures, contexts, accessLog));
        // The host adds a valve of this class unless it finds one: it finds ours.
        host.setErrorReportValveClass(EnvelopeValve.class.getName());
    }
}
