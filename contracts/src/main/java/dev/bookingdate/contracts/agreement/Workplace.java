package dev.bookingdate.contracts.agreement;

import dev.bookingdate.contracts.agreement.Agreements.Known;
import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import dev.bookingdate.contracts.spec.YamlSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where contracts, spec and verdicts are while the project is built.
 *
 * @param consumers the folder {@code contracts/consumers}
 * @param spec the file {@code api/openapi.yaml}
 */
record Workplace(Path consumers, Path spec) {

    /** The modules whose tests speak for spec and service; those that speak for consumers are named beside these. */
    private static final List<String> MODULES = List.of("contracts", "server");

    static Optional<Workplace> fromProperties() {
        String consumers = System.getProperty("contract.consumers");
        String spec = System.getProperty("contract.spec");
        return consumers == null || spec == null
                ? Optional.empty()
                : Optional.of(new Workplace(Path.of(consumers), Path.of(spec)));
    }

    /** Returns what the contracts and the spec are at this moment, by the contracts' names. */
    Map<String, String> fingerprints() {
        String specText = text(spec);
        Map<String, String> fingerprints = new TreeMap<>();
        for (Contract contract : contracts()) {
            fingerprints.put(
                    contract.name(), Fingerprint.of(text(consumers.resolve(contract.name() + ".yml")), specText));
        }
        return fingerprints;
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
     * Writes {@code contracts/target/agreements.html} and {@code .json}, from all verdicts there are.
     *
     * @param fingerprints what the contracts are now: {@link #fingerprints()}
     */
    void writeReport(Map<String, String> fingerprints) {
        Agreements agreements =
                Agreements.of(version(), contracts(), new Known(replayers(), verdicts(), fingerprints), coverage());
        Path target = module("contracts").resolve("target");
        try {
            Files.createDirectories(target);
            Files.writeString(target.resolve("agreements.json"), agreements.json());
            Files.writeString(target.resolve("agreements.html"), new AgreementsPage(agreements).html());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Contract> contracts() {
        return ContractFiles.in(consumers).contracts();
    }

    private List<Verdict> verdicts() {
        return Stream.concat(MODULES.stream(), replayers().values().stream())
                .distinct()
                .map(module -> module(module).resolve("target").resolve(VerdictFile.NAME))
                .flatMap(file -> new VerdictFile(file).read().stream())
                .toList();
    }

    private String version() {
        return YamlSource.read(spec, "api/target/openapi.yaml")
                .json()
                .at("/info/version")
                .asString("?");
    }

    /** What the check of coverage wrote; nothing where it has not run yet. */
    private JsonNode coverage() {
        Path file = module("contracts").resolve("target").resolve("coverage.json");
        JsonMapper json = new JsonMapper();
        return Files.exists(file) ? json.readTree(file.toFile()) : json.createObjectNode();
    }

    /** Who replays the contracts of each consumer: {@code contracts/consumers.yaml}. */
    private Map<String, String> replayers() {
        return Replayers.read(module("contracts").resolve("consumers.yaml"));
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
