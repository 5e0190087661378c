package dev.bookingdate.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a real stop passes the stations of the map, {@code CallLogTest} shows. */
class StopMapTest {

    private static final List<Path> ROOTS = List.of(
            Path.of("src/main/java/dev/bookingdate/server"),
            Path.of("src/main/resources/dev/bookingdate/server"),
            Path.of("target/generated-sources/openapi/src/main/java/dev/bookingdate/server"));

    @Test
    void map_hasAtMostNineStations_andEachIsAFile() {
        assertThat(StopMap.stations())
                .hasSizeLessThanOrEqualTo(9)
                .startsWith("http/CallFilter.java")
                .endsWith("job/stop.sql")
                .allSatisfy(StopMapTest::isFile);
    }

    @Test
    void table_explainsTheStationsOfThePicture() {
        assertThat(StopMap.explained()).isEqualTo(StopMap.stations());
    }

    @Test
    void questions_areAnsweredByOneFileEach() {
        assertThat(StopMap.answers()).hasSize(20).doesNotHaveDuplicates().allSatisfy(StopMapTest::isFile);
    }

    private static void isFile(String name) {
        assertThat(ROOTS.stream().map(root -> root.resolve(name)).filter(Files::isRegularFile))
                .as(name)
                .hasSize(1);
    }
}
