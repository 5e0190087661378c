package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.consumer.Call.Answer;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a consumer relies on: {@code consumer.yaml} in its folder.
 *
 * @param name of the folder
 * @param replayedBy the module whose tests prove it, empty where the consumer is not built yet
 */
public record Consumer(String name, SpecNode node, Optional<String> replayedBy, List<Call> calls) {
    /** The file that says it. */
    public static final String FILE = "consumer.yaml";

    private static final Set<String> KEYS = Set.of("replayedBy", "shapes", "answers", "calls");

    /**
     * Reads the file of one consumer.
     *
     * @param shownAs how messages name it
     */
    public static Consumer read(String name, Path file, String shownAs) {
        return of(name, SpecFiles.data(file, shownAs));
    }

    /** Reads a consumer from the text of its file. */
    public static Consumer of(String name, String shownAs, String text) {
        return of(name, SpecFiles.data(shownAs, text));
    }

    private static Consumer of(String name, SpecNode node) {
        Call.onlyOf(KEYS, node);
        // Named here for the aliases below, and of no meaning by themselves.
        node.members("shapes").values().forEach(SpecNode::members);
        Map<String, Answer> shared = node.get("answers").map(Answer::all).orElse(Map.of());
        List<Call> calls = new ArrayList<>();
        node.get("calls")
                .orElseThrow(() -> node.wrong("a consumer with its calls"))
                .members()
                .forEach((call, written) -> calls.add(Call.of(call, written, shared)));
        return new Consumer(name, node, node.text("replayedBy"), List.copyOf(calls));
    }

    /** Returns the call of this name. */
    public Optional<Call> call(String name) {
        return calls.stream().filter(call -> call.name().equals(name)).findFirst();
    }

    /** Returns the calls of an operation, by what identifies it on the wire. */
    public List<Call> calling(String key) {
        return calls.stream().filter(call -> call.key().equals(key)).toList();
    }
}
