package dev.bookingdate.desk.command;

import dev.bookingdate.desk.consumer.Consumers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of each command that judges: who relies on the document, and which day it is. */
final class Circumstances {
    @Option(names = "--consumers", paramLabel = "FOLDER", description = "who relies on it: a folder for each consumer")
    private Optional<Path> consumers = Optional.empty();

    @Option(
            names = "--today",
            paramLabel = "DATE",
            description = "judges waivers and sunsets as of this date; default: today")
    private Optional<LocalDate> today = Optional.empty();

    Optional<Path> folder() {
        return consumers;
    }

    Consumers consumers() {
        return consumers
                .map(folder -> Consumers.read(folder, folder.toString()))
                .orElse(new Consumers(List.of()));
    }

    LocalDate today(Clock clock) {
        return today.orElseGet(() -> LocalDate.now(clock));
    }
}
