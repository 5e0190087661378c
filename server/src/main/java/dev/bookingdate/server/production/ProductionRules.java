package dev.bookingdate.server.production;

import dev.bookingdate.server.database.DatabaseConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;

/**
 * Refuses to start with {@code bookingdate.production=true} what is made for trying things out. It holds for commands as
 * well: one that forgot the database's address would work on an embedded one, and say that all is well.
 */
final class ProductionRules implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String PROXY = "server.forward-headers-strategy";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment settings = context.getEnvironment();
        if (!is(settings, "bookingdate.production")) {
            return;
        }
        List<ProductionRefusedException.Broken> broken = new ArrayList<>();
        if (DatabaseConfiguration.isEmbedded(settings) && !is(settings, "bookingdate.embedded-in-production")) {
            broken.add(new ProductionRefusedException.Broken(
                    "No database is configured, so an embedded PostgreSQL would be started.",
                    "Set SPRING_DATASOURCE_URL to a PostgreSQL 18, or, if one machine is to hold all of it, set"
                            + " bookingdate.embedded-in-production=true."));
        }
        if (value(settings, "bookingdate.demo.charges", Long.class, 0L) > 0) {
            broken.add(new ProductionRefusedException.Broken(
                    "The demo is on, and everybody knows its credentials.", "Leave bookingdate.demo.charges out."));
        }
        if (context instanceof WebServerApplicationContext && !isChosen(context.getEnvironment(), PROXY)) {
            broken.add(new ProductionRefusedException.Broken(
                    "Nothing says whether a proxy is in front of this server (" + PROXY + ").",
                    "Set " + PROXY + "=native behind a proxy that sends X-Forwarded-For, else " + PROXY + "=none."));
        }
        if (!broken.isEmpty()) {
            throw new ProductionRefusedException(broken);
        }
    }

    /**
     * Whether somebody has set it. The jar's own setting is the safe one; but behind a proxy all callers would then share
     * one address, and with it what is held against an address.
     */
    private static boolean isChosen(Environment settings, String property) {
        return StreamSupport.stream(ConfigurationPropertySources.get(settings).spliterator(), false)
                .map(source -> source.getConfigurationProperty(ConfigurationPropertyName.of(property)))
                .filter(Objects::nonNull)
                .anyMatch(found -> !isOfTheJar(found.getOrigin()));
    }

    private static boolean isOfTheJar(@Nullable Origin origin) {
        Origin place = origin instanceof OriginProvider wrapper ? wrapper.getOrigin() : origin;
        return place instanceof TextResourceOrigin text
                && text.getResource() instanceof OriginTrackedResource file
                && file.getResource() instanceof ClassPathResource;
    }

    private static boolean is(Environment settings, String property) {
        return value(settings, property, Boolean.class, false);
    }

    /** By the binder, whose failures name the property. */
    private static <T> T value(Environment settings, String property, Class<T> type, T otherwise) {
        return Binder.get(settings).bind(property, type).orElse(otherwise);
    }
}
