package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "x-gzip",
                "*",
                "br, gzip;q=0.5",
                "br,,gzip",
                "gzip;q=0.001",
                "gzip ; Q=1.000",
                "*;q=0, gzip",
                "identity;q=0.5, *;q=0.7",
                "identity, gzip",
                "identity;q=0, *;q=0.1",
                ";;;, gzip"
            })
    void gzip_isAskedFor(String header) {
        assertThat(CompressionValve.asksForGzip(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "br, deflate",
                "gzip;q=0",
                "gzip;q=0.000, *",
                "*;q=0",
                "x-gzip;q=0, *;q=0.5",
                "gzip, gzip;q=0",
                "identity, gzip;q=0.5",
                "identity, *;q=0.5",
                "identity;q=0",
                "gzip;q=2",
                "gzip;q=x",
                "gzip;q=0.5555",
                "gzip;level=9",
                "gzip deflate",
                "\"gzip\"",
                "gzipp",
                ";;;"
            })
    void gzip_isNotAskedFor(String header) {
        assertThat(CompressionValve.asksForGzip(header)).isFalse();
    }
}
