package dev.bookingdate.server.start;

import dev.bookingdate.server.command.DatabaseCommand;
import dev.bookingdate.server.database.SqlFile;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;

/**
 * The command {@code doctor}: what to change in a database before a large job. What the server can't work with at all is refused
 * when the database is opened, as at a start.
 */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Looks for what would break a promise, or slow a large job down, and changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing must be changed",
            "1:something must be changed",
            "2:wrong option",
            "3:the database can't be used"
        },
        footer = {"", "Works beside running servers."})
final class DoctorCommand extends DatabaseCommand<DataSource> implements Callable<Integer> {

    private static final SqlFile FINDINGS = SqlFile.of(DoctorCommand.class, "doctor.sql");

    /** Shorter transactions end before they hurt. */
    private static final Duration OPEN_TOO_LONG = Duration.ofMinutes(1);

    private final Clock clock;
    private final Duration openTooLong;

    DoctorCommand(Supplier<? extends DataSource> opener) {
        this(opener, Clock.systemUTC(), OPEN_TOO_LONG);
    }

    DoctorCommand(Supplier<? extends DataSource> opener, Clock clock, Duration openTooLong) {
        super(opener);
        this.clock = clock;
        this.openTooLong = openTooLong;
    }

    @Override
    public Integer call() {
        return withDatabase(database -> {
            List<Finding> findings = JdbcClient.create(database)
                    .sql(FINDINGS.text())
                    .param("here", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("openSeconds", openTooLong.toMillis() / 1000.0)
                    .query(Finding.class)
                    .list();
            findings.forEach(one -> {
                out().println((one.must ? "must    " : "should  ") + one.says);
                out().println("        " + one.remedy);
            });
            if (findings.isEmpty()) {
                out().println("Nothing to change.");
            }
            return findings.stream().anyMatch(Finding::must) ? REFUSED : DONE;
        });
    }

    private record Finding(boolean must, String says, String remedy) {}
}
