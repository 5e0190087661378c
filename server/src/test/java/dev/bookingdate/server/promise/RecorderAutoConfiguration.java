package dev.bookingdate.server.promise;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts the recorder in front of every Tomcat that is started while tests run; nodes in processes of their own go without. */
@AutoConfiguration
public class RecorderAutoConfiguration {

    /** First, so that its valve surrounds all others. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> answerRecorder() {
        return factory -> {
            if (AnswersSeen.areWanted()) {
                factory.addEngineValves(new AnswerValve());
            }
        };
    }
}
