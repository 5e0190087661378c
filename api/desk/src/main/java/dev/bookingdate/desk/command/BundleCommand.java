package dev.bookingdate.desk.command;

import dev.bookingdate.desk.source.Bundle;
import dev.bookingdate.desk.source.UnusableException;
import dev.bookingdate.desk.source.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        description = "Makes one document of a document in many files.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:unusable input"})
final class BundleCommand implements Callable<Integer> {
    private static final String HEAD = "# Made by `desk bundle`. Edit the files that it is made of, not this one.\n";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(paramLabel = "DOCUMENT", description = "the file that the others are referred to from")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(names = "--to", paramLabel = "FILE", description = "where to write; without it, to the terminal")
    private Optional<Path> to = Optional.empty();

    @Override
    public Integer call() {
        String text = text(document);
        if (to.isEmpty()) {
            command.commandLine().getOut().print(text);
            command.commandLine().getOut().flush();
        } else {
            write(to.get(), text);
        }
        return 0;
    }

    static String text(Path document) {
        return HEAD + YamlText.of(Bundle.read(document).json());
    }

    /** A file that has not changed keeps its time, so that nothing is generated from it again. */
    static void write(Path file, String text) {
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text);
            }
        } catch (IOException unwritable) {
            throw new UnusableException(file + ": can't be written (" + unwritable.getMessage() + ")");
        }
    }
}
