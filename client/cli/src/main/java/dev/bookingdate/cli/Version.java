package dev.bookingdate.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "bookingdate " + Objects.requireNonNullElse(version, "(not from its jar)"), "Java " + Runtime.version()
        };
    }
}
