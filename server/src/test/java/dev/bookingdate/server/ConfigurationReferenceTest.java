package dev.bookingdate.server;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** {@code docs/configuration.md} names every setting of ours with its default, and no other. */
class ConfigurationReferenceTest {

    private static final Path REFERENCE =
            Path.of(System.getProperty("contract.consumers"), "../../docs/configuration.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(bookingdate[.][a-z.-]+)` \\|.*\\| ([^|]+) \\|$");

    /** Read one by one, before there is anything to bind them to. */
    private static final Set<String> ALONE = Set.of(
            "bookingdate.data-dir",
            "bookingdate.production",
            "bookingdate.embedded-in-production",
            "bookingdate.auth.key-secret");

    @Test
    void everySetting_isInTheReference_withItsDefault() throws IOException, ClassNotFoundException {
        Map<String, String> written = ROW.matcher(Files.readString(REFERENCE))
                .results()
                .collect(toMap(row -> row.group(1), row -> row.group(2)));
        Map<String, String> bound = new HashMap<>();
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (BeanDefinition found : scan.findCandidateComponents("dev.bookingdate.server")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            add(type.getAnnotation(ConfigurationProperties.class).value(), type, bound);
        }

        assertThat(bound).hasSizeGreaterThan(40);
        Set<String> names = new HashSet<>(bound.keySet());
        names.addAll(ALONE);
        assertThat(written.keySet()).containsExactlyInAnyOrderElementsOf(names);
        bound.forEach((name, value) -> {
            if (!value.isEmpty()) {
                assertThat(written.get(name)).as(name).isEqualTo("`" + value + "`");
            }
        });
    }

    /** A setting without a default, or with an empty one, is described in words. */
    private static void add(String prefix, Class<?> type, Map<String, String> bound) {
        for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
            String name = prefix + "." + kebab(parameter.getName());
            if (parameter.getType().isRecord() && parameter.getType().getEnclosingClass() == type) {
                add(name, parameter.getType(), bound);
                continue;
            }
            DefaultValue value = parameter.getAnnotation(DefaultValue.class);
            bound.put(name, value == null ? "" : String.join(",", value.value()));
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
