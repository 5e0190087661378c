package dev.bookingdate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresSettingsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(strings = {"", "128", "128 MB", "128MB'\nfsync = off", "0MB"})
    void sharedBuffers_areRefused_whenTheyAreNotASize(String sharedBuffers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddedPostgresSettings(0, 100, sharedBuffers, MINUTE, MINUTE, MINUTE));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void port_isRefused_whenThereIsNoSuchPort(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedPostgresSettings.defaults().withPort(port));
    }

    @Test
    void timeouts_areRefused_whenShorterThanASecond() {
        Duration tooShort = Duration.ofMillis(999);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddedPostgresSettings(0, 100, "1GB", tooShort, MINUTE, MINUTE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddedPostgresSettings(0, 100, "1GB", MINUTE, tooShort, MINUTE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddedPostgresSettings(0, 100, "1GB", MINUTE, MINUTE, tooShort));
    }

    @Test
    void withPort_keepsTheRest() {
        EmbeddedPostgresSettings settings = EmbeddedPostgresSettings.defaults().withPort(6543);
        assertThat(settings.port()).isEqualTo(6543);
        assertThat(settings.withPort(0)).isEqualTo(EmbeddedPostgresSettings.defaults());
    }
}
