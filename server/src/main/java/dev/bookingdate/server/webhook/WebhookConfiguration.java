package dev.bookingdate.server.webhook;

import dev.bookingdate.server.job.JobNotice;
import dev.bookingdate.server.job.JobNotices;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes that run jobs send; one that only answers need not reach anything outside. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "bookingdate.engine.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

    @Bean
    WebhookSender webhookSender(
            JdbcClient jdbc, WebhookProperties properties, JobNotices notices, Clock clock, MeterRegistry meters) {
        WebhookSender sender =
                new WebhookSender(new Deliveries(jdbc), new Endpoint(clock, properties.timeout()), properties, meters);
        notices.subscribe(notice -> {
            if (notice.kind() == JobNotice.Kind.AT_REST) {
                sender.lookNow();
            }
        });
        return sender;
    }
}
