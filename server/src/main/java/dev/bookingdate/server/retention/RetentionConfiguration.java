package dev.bookingdate.server.retention;

import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.idempotency.IdempotentCalls;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Every node looks after what is too old. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionProperties.class)
class RetentionConfiguration {

    @Bean
    Retention retention(Pools pools, IdempotentCalls calls, RetentionProperties properties) {
        return new Retention(pools::connect, calls::forgetOld, properties);
    }
}
