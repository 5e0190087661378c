package dev.bookingdate.desk.command;

import dev.bookingdate.desk.source.Bundle;
import dev.bookingdate.desk.source.UnusableException;
import dev.bookingdate.desk.source.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

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
        if (to.isEmpty()) {
            command.commandLine()
                    .getOut()
                    .print(HEAD + YamlText.of(Bundle.read(document).json()));
            command.commandLine().getOut().flush();
        } else {
            write(document, List.of(to.get()));
        }
        return 0;
    }

    /** Writes a document as one file, in each form that is asked for. */
    static void write(Path document, List<Path> files) {
        if (files.isEmpty()) {
            return;
        }
        JsonNode bundle = Bundle.read(document).json();
        files.forEach(file -> write(
                file,
                file.toString().endsWith(".json")
                        ? JsonReport.MAPPER.writeValueAsString(bundle) + "\n"
                        : HEAD + YamlText.of(bundle)));
    }

    /** A file that has not changed keeps its time, so that nothing is generated from it again. */
    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static void write(Path file, byte[] content) {
        try {
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.write(file, content);
            }
        } catch (IOException unwritable) {
            throw new UnusableException(file + ": can't be written (" + unwritable.getMessage() + ")");
        }
    }
}
