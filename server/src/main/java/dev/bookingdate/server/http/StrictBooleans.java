package dev.bookingdate.server.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Reads booleans as the contract writes them. Spring takes "yes" and "1" as well, nothing for absent, and the first of two: a
 * dry run that is meant would be a backfill.
 */
@Configuration(proxyBeanMethods = false)
class StrictBooleans implements WebMvcConfigurer {

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, Boolean.class, StrictBooleans::read);
        registry.addConverter(String[].class, Boolean.class, (Converter<String[], Boolean>) values -> {
            throw new IllegalArgumentException("several values");
        });
    }

    private static Boolean read(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
