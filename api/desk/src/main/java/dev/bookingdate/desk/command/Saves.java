package dev.bookingdate.desk.command;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Notices when somebody saves a file in one of some folders. */
final class Saves implements AutoCloseable {
    /** Editors save in several steps. */
    private static final long SETTLED_MILLIS = 15;

    private final WatchService service;

    private Saves(WatchService service) {
        this.service = service;
    }

    static Saves in(List<Path> folders) throws IOException {
        WatchService service = FileSystems.getDefault().newWatchService();
        for (Path folder : folders) {
            watch(folder, service);
        }
        return new Saves(service);
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

    /** Waits for a save; false once it is interrupted, or the folder is gone. */
    boolean await() {
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

    @Override
    public void close() throws IOException {
        service.close();
    }
}
