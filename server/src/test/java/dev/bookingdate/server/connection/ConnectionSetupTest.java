package dev.bookingdate.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionSetupTest {

    private static final long MB = 1024 * 1024L;

    @Test
    void thereAreNoMoreConnections_thanTheHeapHasRoomFor() {
        assertThat(ConnectionSetup.most(8192, 256 * MB)).isEqualTo(873);
        assertThat(ConnectionSetup.most(8192, 4096 * MB)).isEqualTo(8192);
        assertThat(ConnectionSetup.most(-1, 256 * MB)).isEqualTo(873);
    }
}
