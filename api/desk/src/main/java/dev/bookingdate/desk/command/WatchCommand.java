package dev.bookingdate.desk.command;

import dev.bookingdate.desk.check.Check;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Says after each save what check would say, until it is interrupted.")
final class WatchCommand implements Callable<Integer> {
    /** Editors save in several steps. */
    private static final long SETTLED_MILLIS = 15;

    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(paramLabel = "DOCUMENT", description = "the document, perhaps of many files")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(names = "--consumers", paramLabel = "FOLDER", description = "who relies on it: a folder for each consumer")
    private Optional<Path> consumers = Optional.empty();

    WatchCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Check check = new Check(document, consumers);
        try (WatchService service = FileSystems.getDefault().newWatchService()) {
            for (Path folder : check.folders()) {
                watch(folder, service);
            }
            tell(check);
            while (hasSettled(service)) {
                tell(check);
            }
        }
        return 0;
    }

    /** Waits for a save; false once it is interrupted, or the folder is gone. */
    private static boolean hasSettled(WatchService service) {
        try {
            for (WatchKey key = service.take();
                    key != null;
                    key = service.poll(SETTLED_MILLIS, TimeUnit.MILLISECONDS)) {
                key.pollEvents();
                if (!key.reset()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the build writes is no source. */
    private static void watch(Path folder, WatchService service) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes) throws IOException {
                Path name = one.getFileName();
                boolean built = name != null && name.toString().equals("target");
                boolean otherModule = !one.equals(folder) && Files.exists(one.resolve("pom.xml"));
                if (built || otherModule) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                one.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void tell(Check check) {
        PrintWriter out = command.commandLine().getOut();
        long start = System.nanoTime();
        String text;
        try {
            text = CheckText.of(document, check.run(LocalDate.now(clock)));
        } catch (UnusableException unusable) {
            text = unusable.getMessage() + "\n";
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        out.printf("%n== %s, %d ms%n%s", LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS), millis, text);
        out.flush();
    }
}
