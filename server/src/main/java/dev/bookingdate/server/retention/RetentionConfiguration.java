package dev.bookingdate.server.retention;

import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.idempotency.IdempotentCalls;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Every node looks after what is too old. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionProperties.class)
class RetentionConfiguration {

    private static final Duration SILENCE = Duration.ofMinutes(5);

    @Bean(defaultCandidate = false)
    @Qualifier("retention")
    DataSource retentionPool(Pools pools) {
        return pools.ofOne("retention", SILENCE);
    }

    @Bean
    Retention retention(
            @Qualifier("retention") DataSource pool, IdempotentCalls calls, RetentionProperties properties) {
        return new Retention(pool::getConnection, calls::forgetOld, properties);
    }
}
