package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
    private final AtomicLong clock = new AtomicLong();

    @Test
    void aJobThatRuns_hasBarRecordsRateAndTimeLeft() {
        assertThat(terminal(100).of(job().recordsPerSecond(78_836L)))
                .isEqualTo(
                        "PROCESSING  [############------------------]   42.17%    421,700 of 1,000,000  78,836/s  7 s left");
    }

    @Test
    void theBar_keepsItsLength_whileNumbersGrow() {
        assertThat(terminal(80)
                        .of(job().recordsProcessed(1L).recordsPerSecond(1L))
                        .indexOf(']'))
                .isEqualTo(terminal(80).of(job().recordsPerSecond(99_999L)).indexOf(']'));
    }

    @Test
    void whereTheServiceTellsNoRate_itIsWhatWasSeen() {
        ProgressLine line = terminal(100);
        assertThat(line.of(job())).doesNotContain("/s", "left");
        clock.addAndGet(2_000_000_000L);
        assertThat(line.of(job().recordsProcessed(621_700L))).endsWith("  621,700 of 1,000,000  100,000/s  3 s left");
    }

    @Test
    void aJobThatHasEnded_hasNoTimeLeft() {
        assertThat(terminal(100)
                        .of(job().recordsPerSecond(5L).status(JobStatus.STOPPED).endedOn(1760729303714L)))
                .startsWith("STOPPED     [")
                .endsWith("421,700 of 1,000,000");
    }

    @Test
    void whatFailed_andWhatHoldsTheJobBack_areTold() {
        assertThat(terminal(200).of(job().errorCount(3).throttleReason("outside of the daily window")))
                .endsWith("421,700 of 1,000,000  3 failed  (outside of the daily window)");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 79, 80, 81, 100, 132, 250})
    void theLine_fitsIntoTheTerminal(int width) {
        BackfillJob crowded = job().recordsPerSecond(78_836L).errorCount(1_000).throttleReason("x".repeat(200));
        assertThat(terminal(width).of(crowded)).hasSizeLessThan(width);
        assertThat(terminal(width).of(job())).hasSizeLessThan(width);
    }

    @Test
    void theLine_fitsIntoAWindowThatChanges() {
        AtomicInteger columns = new AtomicInteger(120);
        Terminal fixed =
                Terminal.of(nowhere(), nowhere(), true, Map.of("NO_COLOR", "1"), prompt -> null, prompt -> null);
        Terminal window =
                new Terminal(fixed.out(), fixed.err(), true, true, false, columns::get, fixed.lines(), fixed.secrets());
        ProgressLine line = new ProgressLine(window, clock::get);
        BackfillJob crowded = job().recordsPerSecond(78_836L).throttleReason("x".repeat(200));

        assertThat(line.of(crowded)).hasSize(119);
        columns.set(44);
        assertThat(line.of(crowded)).hasSize(43);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 80})
    void aStatusThatThisVersionDoesNotKnow_fitsAsWell(int width) {
        BackfillJob job = job().status(JobStatus.fromValue("WAITING_FOR_THE_MAINTENANCE_WINDOW_OF_THE_DATABASE"));
        assertThat(terminal(width).of(job)).hasSizeLessThan(width);
    }

    @Test
    void ideographs_takeTwoColumns() {
        assertThat(terminal(60).of(job().throttleReason("\u5f85\u6a5f".repeat(20))))
                .satisfies(line -> assertThat(line.codePoints()
                                .map(each -> each < 0x1100 ? 1 : 2)
                                .sum())
                        .isLessThan(60));
    }

    @ParameterizedTest
    @CsvSource({"24 80,80", "'  50 132\n',132", "0 0,-1", "'',-1", "stty: no tty,-1"})
    void sizeOfTheWindow_isWhatSttySays(String said, int columns) {
        assertThat(TerminalWidth.parsed(said).orElse(-1)).isEqualTo(columns);
    }

    @Test
    void escapes_areForConsolesOfWindowsThatTakeThem() {
        assertThat(lively(Map.of("OS", "Windows_NT"))).isFalse();
        assertThat(lively(Map.of("OS", "Windows_NT", "WT_SESSION", "1"))).isTrue();
        assertThat(lively(Map.of("OS", "Windows_NT", "ConEmuANSI", "ON"))).isTrue();
        assertThat(lively(Map.of())).isTrue();
    }

    private static boolean lively(Map<String, String> environment) {
        return Terminal.of(nowhere(), nowhere(), true, environment, prompt -> null, prompt -> null)
                .lively();
    }

    @ParameterizedTest
    @CsvSource({"0.00%,0", "50.00%,20", "100.00%,40", "250.00%,40", "unknown,0"})
    void theBar_isAsFullAsTheJob(String progress, int full) {
        assertThat(terminal(200).of(job().progress(progress)))
                .contains("[" + "#".repeat(full) + "-".repeat(40 - full) + "]");
    }

    @Test
    void onAPipe_theIdIsInFrontAndNoBar() {
        Terminal pipe = Terminal.of(nowhere(), nowhere(), false, Map.of(), prompt -> null, prompt -> null);
        assertThat(new ProgressLine(pipe, clock::get).of(job()))
                .isEqualTo("0199f3a47c5e7d1b8a2f4e6c9d0b1a01  PROCESSING   42.17%  421,700 of 1,000,000");
    }

    @Test
    void aJobThatNobodyHasCounted_saysWhatItWaitsFor() {
        BackfillJob waits = job().status(JobStatus.ACCEPTED)
                .progress("0.00%")
                .recordsTotal(null)
                .throttleReason("waits for a thread");
        assertThat(terminal(200).of(waits)).endsWith("0.00%  (waits for a thread)");
    }

    @ParameterizedTest
    @CsvSource({"0,0 s", "59,59 s", "60,1:00", "3599,59:59", "3600,1:00:00", "90061,25:01:01"})
    void left_isReadAtAGlance(long seconds, String text) {
        assertThat(ProgressLine.left(seconds)).isEqualTo(text);
    }

    private ProgressLine terminal(int width) {
        Map<String, String> environment = Map.of("COLUMNS", String.valueOf(width), "NO_COLOR", "1");
        return new ProgressLine(
                Terminal.of(nowhere(), nowhere(), true, environment, prompt -> null, prompt -> null), clock::get);
    }

    private static PrintWriter nowhere() {
        return new PrintWriter(Writer.nullWriter());
    }

    private static BackfillJob job() {
        return new BackfillJob()
                .id("0199f3a47c5e7d1b8a2f4e6c9d0b1a01")
                .status(JobStatus.PROCESSING)
                .progress("42.17%")
                .errorCount(0)
                .recordsTotal(1_000_000L)
                .recordsProcessed(421_700L);
    }
}
