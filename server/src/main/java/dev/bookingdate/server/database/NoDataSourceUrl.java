package dev.bookingdate.server.database;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds unless {@code SPRING_DATASOURCE_URL}, or the property by any other way, names a database. */
final class NoDataSourceUrl implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return DatabaseConfiguration.isEmbedded(context.getEnvironment());
    }
}
