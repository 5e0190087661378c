package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.diff.Finding;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All consumers of an API. */
public record Consumers(List<Consumer> all) {
    /** Keywords below which another value starts. */
    private static final Pattern DEEPER =
            Pattern.compile("/(properties|items|additionalProperties|headers|content)(/|$)");

    /**
     * Reads all consumers of a folder that has a folder for each.
     *
     * @param shownAs how messages name the folder
     */
    public static Consumers read(Path folder, String shownAs) {
        try (Stream<Path> folders = Files.list(folder)) {
            return new Consumers(folders.filter(Files::isDirectory)
                    .sorted()
                    .map(one -> {
                        String name = Objects.toString(one.getFileName());
                        String shown = shownAs + "/" + name + "/" + Consumer.FILE;
                        return Consumer.read(name, one.resolve(Consumer.FILE), shown);
                    })
                    .toList());
        } catch (IOException unreadable) {
            throw new UnusableException(shownAs + ": can't be read (" + unreadable.getMessage() + ")");
        }
    }

    /** Returns all that the consumers rely on in a document, with the problem of each use that does not hold. */
    public List<Use> uses(Api api) {
        Promises promises = new Promises(api);
        return all.stream()
                .flatMap(consumer -> promises.usesOf(consumer).stream())
                .toList();
    }

    /** Returns the uses that do not hold in a document. */
    public List<Use> broken(Api api) {
        return uses(api).stream().filter(use -> use.problem().isPresent()).toList();
    }

    /** Returns the losses between two versions. They are computed when the first breaking finding is looked up. */
    public Losses losses(Api before, Api after) {
        return losses(before, after, () -> uses(before));
    }

    /** Returns the same losses, with the uses in the old version from a supplier, which may have them already. */
    public Losses losses(Api before, Api after, Supplier<List<Use>> uses) {
        return new Losses(this, before, after, uses);
    }

    /** Returns the calls of each operation, by the name that findings give it. */
    private Map<String, List<CallOf>> operations(Api before, Api after) {
        Map<String, List<CallOf>> calls = new LinkedHashMap<>();
        for (Api api : List.of(before, after)) {
            api.operations().forEach((key, operation) -> {
                List<CallOf> own = calls.computeIfAbsent(operation.name(), any -> new ArrayList<>());
                all.forEach(consumer -> consumer.calling(key).stream()
                        .map(call -> new CallOf(consumer.name(), call))
                        .filter(call -> !own.contains(call))
                        .forEach(own::add));
            });
        }
        return calls;
    }

    /** A call of a consumer. */
    record CallOf(String consumer, Call call) {
        Loss lost(String what) {
            return new Loss(consumer, call.name(), what);
        }
    }

    /**
     * What a consumer loses by a change.
     *
     * @param what it relied on, such as {@code job.progress in answer 200}
     */
    public record Loss(String consumer, String call, String what) {
        @Override
        public String toString() {
            return consumer + " (" + call + ": " + what + ")";
        }
    }

    /** What consumers lose between two versions of a document. */
    public static final class Losses {
        private final Consumers consumers;
        private final Api oldApi;
        private final Api newApi;
        private final Supplier<List<Use>> uses;
        private List<Use> before = List.of();
        private List<Use> after = List.of();
        private Map<String, List<CallOf>> calls = Map.of();
        private boolean asked;

        private Losses(Consumers consumers, Api before, Api after, Supplier<List<Use>> uses) {
            this.uses = uses;
            this.consumers = consumers;
            this.oldApi = before;
            this.newApi = after;
        }

        private void look() {
            if (!asked) {
                before = uses.get();
                after = consumers.uses(newApi);
                calls = consumers.operations(oldApi, newApi);
                asked = true;
            }
        }

        /** Returns what is lost by a change: one entry for each consumer, call and thing that it relies on. */
        public List<Loss> of(Finding finding) {
            if (!finding.level().isRed()) {
                return List.of();
            }
            look();
            List<CallOf> callers = finding.operations().stream()
                    .flatMap(operation -> calls.getOrDefault(operation, List.of()).stream())
                    .distinct()
                    .toList();
            return switch (finding.change()) {
                case OPERATION_REMOVED,
                        OPERATION_REMOVED_BEFORE_SUNSET,
                        SECURITY_ALTERNATIVE_REMOVED,
                        SECURITY_REQUIREMENT_ADDED,
                        SECURITY_SCHEME_CHANGED,
                        SERVER_PATH_CHANGED,
                        KEYWORD_UNCLEAR ->
                    callers.stream().map(caller -> caller.lost("the call")).toList();
                default -> used(finding, callers);
            };
        }

        private List<Loss> used(Finding finding, List<CallOf> callers) {
            List<Loss> losses = new ArrayList<>();
            for (CallOf caller : callers) {
                for (Use use : after) {
                    boolean own = use.consumer().equals(caller.consumer())
                            && use.call().equals(caller.call().name());
                    Optional<Use> earlier = own ? earlier(use) : Optional.empty();
                    boolean worse = own
                            && use.problem().isPresent()
                            && earlier.flatMap(Use::problem).isEmpty();
                    if (worse
                            && (isAt(finding, use)
                                    || earlier.filter(old -> isAt(finding, old)).isPresent())) {
                        losses.add(caller.lost(use.what()));
                    }
                }
            }
            return losses;
        }

        private Optional<Use> earlier(Use use) {
            return before.stream().filter(use::isOf).findFirst();
        }

        private static boolean isAt(Finding finding, Use use) {
            return use.nodes().stream()
                    .anyMatch(node -> finding.nodes().stream().anyMatch(met -> isAt(met, node)));
        }

        private static boolean isAt(String met, String node) {
            return met.equals(node)
                    || (met.startsWith(node + "/")
                            && !DEEPER.matcher(met.substring(node.length())).find());
        }
    }
}
