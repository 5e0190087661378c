package dev.bookingdate.server.limit;

import java.util.function.LongSupplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the settings known, and the clock that measures how much longer a lease holds. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class LimitConfiguration {

    /** Not the time of day: that one can be set back. */
    @Bean
    LongSupplier nanoTime() {
        return System::nanoTime;
    }
}
