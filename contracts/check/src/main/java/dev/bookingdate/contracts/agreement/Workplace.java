package dev.bookingdate.contracts.agreement;

import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import dev.bookingdate.contracts.spec.Spec;
import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where contracts, spec and verdicts are while the project is built.
 *
 * @param consumers the folder {@code contracts/consumers}
 * @param spec the file of the spec, bundled
 */
record Workplace(Path consumers, Path spec) {

    private static final String CHECK = "contracts/check";

    /** The modules whose tests speak for spec and service; those that speak for consumers are named beside these. */
    private static final List<String> MODULES = List.of(CHECK, "server");

    static Optional<Workplace> fromProperties() {
        String consumers = System.getProperty("contract.consumers");
        String spec = System.getProperty("contract.spec");
        return consumers == null || spec == null
                ? Optional.empty()
                : Optional.of(new Workplace(Path.of(consumers), Path.of(spec)));
    }

    /** Returns what contracts, spec and code are at this moment, by {@link #key}. */
    Map<String, String> fingerprints() {
        ContractFiles files = ContractFiles.in(consumers);
        String specText = text(spec);
        Map<String, String> code = new TreeMap<>();
        Map<String, String> fingerprints = new TreeMap<>();
        for (Contract contract : files.contracts()) {
            String contractText = text(consumers.resolve(contract.name() + ".yml"));
            for (Side side : Side.values()) {
                String module = module(side, files.consumers().get(contract.consumer()));
                String tested = code.computeIfAbsent(module, this::code);
                fingerprints.put(key(contract.name(), side), Fingerprint.of(contractText, specText, tested));
            }
        }
        return fingerprints;
    }

    /** Returns how a verdict of one side on one contract is named. */
    static String key(String contract, Side side) {
        return contract + " " + side;
    }

    private static String module(Side side, @Nullable Consumer consumer) {
        return switch (side) {
            case SPEC -> "";
            case SERVICE -> "server";
            case CONSUMER ->
                Optional.ofNullable(consumer).flatMap(Consumer::replayedBy).orElse("");
        };
    }

    /** The sources of a module, and of the one that it stands in: the command line is built of the client. */
    private String code(String module) {
        if (module.isEmpty()) {
            return "";
        }
        StringBuilder sources = new StringBuilder();
        for (int end = module.indexOf('/'); end >= 0; end = module.indexOf('/', end + 1)) {
            sources(module(module.substring(0, end)), sources);
        }
        sources(module(module), sources);
        return Fingerprint.of(sources.toString());
    }

    private static void sources(Path module, StringBuilder sources) {
        Path folder = module.resolve("src");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                sources.append(folder.relativize(file)).append(' ');
                sources.append(Fingerprint.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)))
                        .append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps out other JVMs that write verdicts and report at the same time. */
    void whileNobodyElseWrites(Runnable write) {
        Path target = module("contracts").resolve("target");
        try {
            Files.createDirectories(target);
            try (FileChannel lock = FileChannel.open(
                    target.resolve("agreements.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Closing releases it.
                lock.lock();
                write.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes {@code contracts/target/agreements.html} and {@code .json}, from all verdicts there are; where spec or consumers
     * can't be read, that instead of what was true before.
     *
     * @param fingerprints what the contracts are now: {@link #fingerprints()}
     */
    void writeReport(Map<String, String> fingerprints) {
        Path target = module("contracts").resolve("target");
        try {
            Files.createDirectories(target);
            try {
                Agreements agreements = agreements(fingerprints);
                Files.writeString(target.resolve("agreements.json"), agreements.json());
                Files.writeString(target.resolve("agreements.html"), new AgreementsPage(agreements).html());
            } catch (UnusableException e) {
                Files.deleteIfExists(target.resolve("agreements.json"));
                Files.writeString(
                        target.resolve("agreements.html"), AgreementsPage.unusable(String.valueOf(e.getMessage())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Agreements agreements(Map<String, String> fingerprints) {
        SpecNode root = SpecFiles.data(spec, Spec.FILE);
        String version = root.get("info").flatMap(info -> info.text("version")).orElse("?");
        ContractFiles files = ContractFiles.in(consumers);
        if (!files.broken().isEmpty()) {
            throw new UnusableException(files.broken().get(0).toString());
        }
        return Agreements.of(version, files, verdicts(files), fingerprints, coverage());
    }

    private List<Verdict> verdicts(ContractFiles files) {
        return Stream.concat(
                        MODULES.stream(),
                        files.consumers().values().stream().flatMap(consumer -> consumer.replayedBy().stream()))
                .distinct()
                .map(module -> module(module).resolve("target").resolve(VerdictFile.NAME))
                .flatMap(file -> new VerdictFile(file).read().stream())
                .toList();
    }

    /** What the check of coverage wrote; nothing where it has not run yet. */
    private JsonNode coverage() {
        Path file = module("contracts").resolve("target").resolve("coverage.json");
        JsonMapper json = new JsonMapper();
        return Files.exists(file) ? json.readTree(file.toFile()) : json.createObjectNode();
    }

    private Path module(String name) {
        return consumers.resolve("../..").resolve(name).normalize();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
