package dev.bookingdate.desk.command;

import dev.bookingdate.desk.check.Check;
import dev.bookingdate.desk.check.Code;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The document that a command checks, with all that it is checked against. */
final class Subject {
    @Parameters(paramLabel = "DOCUMENT", description = "the document; it may refer to other files")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--code",
            paramLabel = "TAG=FOLDER",
            converter = CodeOption.class,
            description = "sources that must have each operation of a tag, as a method or a call; may be repeated")
    private List<Code> code = List.of();

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Circumstances circumstances;

    Path document() {
        return document;
    }

    Circumstances circumstances() {
        return circumstances;
    }

    LocalDate today(Clock clock) {
        return circumstances.today(clock);
    }

    Check check() {
        return new Check(document, circumstances.folder(), code);
    }

    static final class CodeOption implements ITypeConverter<Code> {
        @Override
        public Code convert(String value) {
            int at = value.indexOf('=');
            if (at < 1) {
                throw new TypeConversionException("must be TAG=FOLDER, such as Jobs=server/src/main/java");
            }
            return new Code(value.substring(0, at), Path.of(value.substring(at + 1)));
        }
    }
}
