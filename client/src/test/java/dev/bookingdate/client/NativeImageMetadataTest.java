package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.bookingdate.golden.GoldenSignatures;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** In a native image Jackson sees only what the jar names: a class left out there fails at its first use. */
class NativeImageMetadataTest {
    private static final String FILE =
            "/META-INF/native-image/dev.bookingdate/booking-date-backfill-client/reflect-config.json";

    @Test
    void metadata_nameEveryClassOfTheModel() throws IOException {
        List<String> model = GoldenSignatures.types("dev.bookingdate.client.generated.model")
                .map(JavaClass::getName)
                .toList();

        assertThat(metadata().findValuesAsString("name"))
                .as("classes in %s", FILE)
                .containsExactlyElementsOf(model);
    }

    @Test
    void metadata_openAllThatJacksonReflectsOn() throws IOException {
        assertThat(metadata()).isNotEmpty().allSatisfy(type -> {
            assertThat(type.path("allDeclaredConstructors").asBoolean()).isTrue();
            assertThat(type.path("allDeclaredMethods").asBoolean()).isTrue();
            assertThat(type.path("allDeclaredFields").asBoolean()).isTrue();
        });
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream in = NativeImageMetadataTest.class.getResourceAsStream(FILE)) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
