package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.source.Place;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One thing that a consumer relies on, held against a document.
 *
 * @param call the name of the call
 * @param what such as {@code job.progress in answer 200}
 * @param place where the consumer says so
 * @param nodes the JSON pointers of the document's nodes that it hangs on
 * @param spec where the document speaks of it, or the nearest place
 */
public record Use(
        String consumer,
        String call,
        String what,
        Place place,
        Set<String> nodes,
        Place spec,
        Optional<Problem> problem) {

    /**
     * Why the consumer can't rely on it.
     *
     * @param witness what may come or is sent, and the other side does not take
     * @param unclear whether it is only not proven
     */
    public record Problem(String text, @Nullable JsonNode witness, boolean unclear) {
        static Problem of(String text) {
            return new Problem(text, null, false);
        }
    }

    /** Whether both are about the same thing, perhaps in two versions of a document. */
    boolean isOf(Use other) {
        return consumer.equals(other.consumer) && call.equals(other.call) && what.equals(other.what);
    }

    /** Returns the problem as a sentence, with the places of both sides. */
    @Override
    public String toString() {
        return place + ": " + consumer + ", " + call + ": " + what
                + problem.map(wrong -> " " + wrong.text() + " (" + spec + ")").orElse(" holds");
    }
}
