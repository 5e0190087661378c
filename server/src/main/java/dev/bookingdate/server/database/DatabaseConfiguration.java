package dev.bookingdate.server.database;

import dev.bookingdate.postgres.EmbeddedPostgres;
import dev.bookingdate.postgres.EmbeddedPostgresException;
import dev.bookingdate.postgres.EmbeddedPostgresSettings;
import dev.bookingdate.postgres.PostgresAddress;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Finds the database: the one that is configured, else an embedded PostgreSQL in {@code bookingdate.data-dir}. */
@Configuration(proxyBeanMethods = false)
@Import({Pools.class, Suitability.class})
public class DatabaseConfiguration {

    /** By its name: a build for production may have left it out. */
    private static final String EMBEDDED_POSTGRES = "dev.bookingdate.postgres.EmbeddedPostgres";

    /** Tells whether these settings name no database, so that an embedded one is started. */
    public static boolean isEmbedded(Environment settings) {
        return !settings.containsProperty("spring.datasource.url");
    }

    @Bean
    static ConnectionRules connectionRules() {
        return new ConnectionRules();
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDataSourceUrl.class)
    @ConditionalOnClass(name = EMBEDDED_POSTGRES)
    static class Embedded {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres embeddedPostgres(@Value("${bookingdate.data-dir}") Path dataDir) {
            try {
                return EmbeddedPostgres.start(dataDir.toAbsolutePath().normalize(), EmbeddedPostgresSettings.defaults())
                        .keepRunning();
            } catch (EmbeddedPostgresException e) {
                throw new DatabaseRefusedException(
                        "The embedded PostgreSQL can't be used: " + e.getMessage(),
                        "Its data are in bookingdate.data-dir. Name another folder there, or set SPRING_DATASOURCE_URL to a"
                                + " PostgreSQL 18 of your own.",
                        e.getCause());
            }
        }

        @Bean
        JdbcConnectionDetails embeddedPostgresConnection(EmbeddedPostgres postgres) {
            PostgresAddress address = postgres.address();
            return new JdbcConnectionDetails() {
                @Override
                public String getUsername() {
                    return address.user();
                }

                @Override
                public String getPassword() {
                    return address.password();
                }

                @Override
                public String getJdbcUrl() {
                    return address.jdbcUrl();
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDataSourceUrl.class)
    @ConditionalOnMissingClass(EMBEDDED_POSTGRES)
    static class NoneAtAll {

        @Bean
        JdbcConnectionDetails noConnection() {
            throw new DatabaseRefusedException(
                    "No database is named, and this build of the server has no embedded one.",
                    "Set SPRING_DATASOURCE_URL to where PostgreSQL is: jdbc:postgresql://HOST:5432/DATABASE.");
        }
    }
}
