package dev.bookingdate.desk.check;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.consumer.Consumers;
import dev.bookingdate.desk.consumer.Use;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What changes seldom between two looks: released versions, and what consumers rely on in them. */
final class Memory {
    private final Map<Path, Released> released = new HashMap<>();
    private @Nullable Consumers consumers;

    private static final class Released {
        private final String text;
        private final Api api;
        private @Nullable List<Use> uses;

        Released(String text, Api api) {
            this.text = text;
            this.api = api;
        }
    }

    /** Returns the consumers that were there before, if these say the same. */
    Consumers same(Consumers now) {
        Consumers before = consumers;
        if (before != null && said(before).equals(said(now))) {
            return before;
        }
        consumers = now;
        released.values().forEach(one -> one.uses = null);
        return now;
    }

    private static List<String> said(Consumers consumers) {
        return consumers.all().stream()
                .map(one -> one.name() + " " + one.node().json())
                .toList();
    }

    Api release(Path file) {
        return entry(file).api;
    }

    List<Use> uses(Path file, Consumers of) {
        Released entry = entry(file);
        List<Use> uses = entry.uses;
        if (uses == null) {
            uses = of.uses(entry.api);
            entry.uses = uses;
        }
        return uses;
    }

    private Released entry(Path file) {
        try {
            String text = Files.readString(file);
            Released known = released.get(file);
            if (known == null || !known.text.equals(text)) {
                known = new Released(text, Api.read(file));
                released.put(file, known);
            }
            return known;
        } catch (IOException unreadable) {
            throw new UnusableException(file + ": can't be read (" + unreadable.getMessage() + ")");
        }
    }
}
