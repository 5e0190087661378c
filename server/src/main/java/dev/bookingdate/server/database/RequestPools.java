package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The connections of a server's requests. Stops have some of their own, and so has what lets any call in: whatever other
 * calls wait for, a stop finds a connection. Commands have no part in this: an import takes as long as it takes.
 */
@Configuration(proxyBeanMethods = false)
class RequestPools {

    private static final int STOPS = 4;
    private static final int ACCESSES = 4;

    @Bean(defaultCandidate = false)
    @Qualifier(Pools.STOP)
    HikariDataSource stopPool(Pools pools) {
        return pools.create(Pools.STOP, STOPS, Bounds.OF_STOPS);
    }

    @Bean(defaultCandidate = false)
    @Qualifier(Pools.STOP)
    JdbcClient stopDatabase(@Qualifier(Pools.STOP) DataSource pool) {
        return JdbcClient.create(pool);
    }

    @Bean(defaultCandidate = false)
    @Qualifier(Pools.ACCESS)
    HikariDataSource accessPool(Pools pools) {
        return pools.create(Pools.ACCESS, ACCESSES, Bounds.OF_STOPS);
    }

    @Bean(defaultCandidate = false)
    @Qualifier(Pools.ACCESS)
    JdbcClient accessDatabase(@Qualifier(Pools.ACCESS) DataSource pool) {
        return JdbcClient.create(pool);
    }

    @Bean(defaultCandidate = false)
    @Qualifier(Pools.ACCESS)
    TransactionTemplate accessTransaction(@Qualifier(Pools.ACCESS) DataSource pool) {
        return new TransactionTemplate(new JdbcTransactionManager(pool));
    }

    /** Not bounded as requests are: a migration may rewrite a table. */
    @Bean(defaultCandidate = false)
    @FlywayDataSource
    HikariDataSource migrationDatabase(Pools pools) {
        return pools.unbounded();
    }

    @Bean
    FlywayMigrationStrategy migrationOfSuitableDatabases(
            Suitability suitability, @FlywayDataSource HikariDataSource connections) {
        return flyway -> {
            // Not needed any more then, and a start that has failed has nothing to close.
            try (connections) {
                suitability.require(flyway);
                flyway.migrate();
            }
        };
    }

    @Bean
    HealthIndicator databaseHealthIndicator(@Qualifier(Pools.STOP) DataSource pool) {
        return new DatabaseHealth(pool);
    }

    /** All other calls have Boot's pool, with what {@code spring.datasource.hikari} says of it. */
    @Bean
    static BeanPostProcessor boundsOfCalls() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool && name.equals("dataSource")) {
                    Bounds.OF_CALLS.holdFor(pool);
                }
                return bean;
            }
        };
    }
}
