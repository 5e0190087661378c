package dev.bookingdate.contracts.agreement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The verdicts of one module's tests, kept under its {@code target} until the next clean. */
record VerdictFile(Path file) {
    static final String NAME = "contract-verdicts.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    List<Verdict> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return JSON.readValue(file.toFile(), new TypeReference<>() {});
        } catch (JacksonException e) {
            // Left over from another version of these classes: as good as none.
            return List.of();
        }
    }

    /** Adds verdicts; those on other contracts stay, since a run of a few tests says nothing about the rest. */
    void add(Collection<Verdict> verdicts) {
        Map<String, Verdict> all = new TreeMap<>();
        read().forEach(verdict -> all.put(key(verdict), verdict));
        verdicts.forEach(verdict -> all.put(key(verdict), verdict));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, JSON.writeValueAsString(all.values()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(Verdict verdict) {
        return verdict.contract() + " " + verdict.side();
    }
}
