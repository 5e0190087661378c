package dev.bookingdate.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootUserTest {

    /** The first does not exist, the second refuses. */
    @ParameterizedTest
    @ValueSource(strings = {"no-such-program", "false"})
    void commandPrefix_saysWhatToDo_whenThereAreNoNamespaces(String unshare) {
        assertThatThrownBy(() -> RootUser.commandPrefix(List.of(unshare, "-U")))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("does not run as root")
                .hasMessageContaining("as another user");
    }
}
