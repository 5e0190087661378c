package dev.bookingdate.desk.check;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sources that must have each operation of a tag, as a method or as a call: delegates of a server, a client.
 *
 * @param tag the tag; generators make one class of the operations with the same tag
 */
public record Code(String tag, Path folder) {

    /** Returns an error for each operation that the sources lack. A method may be named longer, as generators do. */
    List<Remark> missing(Api api) {
        List<Operation> missing = new ArrayList<>(api.operations().values().stream()
                .filter(operation -> operation.node().has("operationId"))
                .filter(operation -> operation.node().items("tags").stream()
                        .anyMatch(one -> one.text().equals(tag)))
                .toList());
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .takeWhile(file -> !missing.isEmpty())
                    .map(Code::text)
                    .forEach(text -> missing.removeIf(operation -> has(text, operation.name())));
        } catch (IOException | UncheckedIOException unreadable) {
            throw new UnusableException(folder + ": can't be read (" + unreadable.getMessage() + ")");
        }
        return missing.stream()
                .map(operation -> Remark.waivable(
                        operation.node().place(),
                        "error",
                        "code-missing",
                        operation.name() + " has no method and no call in " + folder,
                        operation.node().pointer(),
                        folder.toString()))
                .toList();
    }

    private static boolean has(String text, String name) {
        return text.contains(name)
                && Pattern.compile("\\b" + Pattern.quote(name) + "\\w*\\s*\\(")
                        .matcher(text)
                        .find();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException noText) {
            return "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
