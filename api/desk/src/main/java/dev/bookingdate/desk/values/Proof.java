package dev.bookingdate.desk.values;

import com.networknt.schema.SchemaException;
import dev.bookingdate.desk.source.SpecNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Proves that all that is sent under some schemas is taken under others. This is what a library's user calls; the schemas
 * may come from two versions of a document, or from a document and from what a consumer declares.
 */
public final class Proof {
    private final Schemas sent;
    private final Schemas taken;
    private final IndependentValidator sentValidator;
    private final IndependentValidator takenValidator;
    private final Inclusion inclusion = new Inclusion();
    private final Sameness sameness = new Sameness();

    private Proof(Reading sent, Reading taken) {
        this.sent = new Schemas(sent);
        this.taken = new Schemas(taken);
        this.sentValidator = new IndependentValidator(sent);
        this.takenValidator = new IndependentValidator(taken);
    }

    /** For what clients send. */
    public static Proof ofRequests() {
        return new Proof(Reading.REQUEST_SENT, Reading.REQUEST_TAKEN);
    }

    /** For what servers answer. */
    public static Proof ofAnswers() {
        return new Proof(Reading.ANSWER_SENT, Reading.ANSWER_TAKEN);
    }

    /** Returns the values that may be sent under all of some schemas. */
    public Values sent(List<SpecNode> schemas) {
        return sent.all(schemas);
    }

    /** Returns the values that have to be taken under all of some schemas. */
    public Values taken(List<SpecNode> schemas) {
        return taken.all(schemas);
    }

    /** Returns whether all that may be sent is taken; a witness to the contrary has been confirmed independently. */
    public Verdict within(List<SpecNode> sending, List<SpecNode> taking) {
        if (sameness.isSame(sending, taking)) {
            return Verdict.YES;
        }
        Verdict verdict = inclusion.within(sent.all(sending), taken.all(taking));
        JsonNode witness = verdict.witness();
        if (verdict.isYes() || (witness != null && isConfirmed(sending, taking, witness))) {
            return verdict;
        }
        // What can't be decided can still be refuted, by any value that does not fit.
        Optional<JsonNode> other = sent.all(sending).cases().stream()
                .flatMap(inclusion::several)
                .filter(value -> isConfirmed(sending, taking, value))
                .min(Comparator.comparingInt(value -> value.toString().length()));
        return other.map(Verdict::no)
                .orElse(
                        witness == null
                                ? verdict
                                : Verdict.unclear("the validator sees " + witness + " in another way"));
    }

    /** Returns whether all values of one set belong to another; a witness is not confirmed. */
    public Verdict within(Values sending, Values taking) {
        return inclusion.within(sending, taking);
    }

    /** Returns whether all values of one case belong to some others together; a witness is not confirmed. */
    public Verdict within(Case sending, List<Case> taking) {
        return inclusion.within(sending, taking);
    }

    /** Whether the independent validator accepts a value under what is sent and refuses it under what is taken. */
    public boolean isConfirmed(List<SpecNode> sending, List<SpecNode> taking, JsonNode witness) {
        try {
            return sentValidator.accepts(resolved(sending), witness)
                    && !takenValidator.accepts(resolved(taking), witness);
        } catch (SchemaException unreadable) {
            // Such as a pattern that Java's regular expressions don't know.
            return false;
        }
    }

    private static List<SpecNode> resolved(List<SpecNode> schemas) {
        return schemas.stream().map(SpecNode::resolved).toList();
    }

    /** Returns a small object with these members and without that one, if one is found. */
    public Optional<JsonNode> object(List<SpecNode> sending, Map<String, JsonNode> members, String without) {
        return sent.all(sending).cases().stream()
                .flatMap(one -> inclusion.object(one, members, without).stream())
                .findFirst();
    }

    /** Returns a small value, if one is found. */
    public Optional<JsonNode> smallest(Values values) {
        return inclusion.smallest(values);
    }

    /** Whether a set has no value at all. */
    public boolean isEmpty(Values values) {
        return inclusion.isEmpty(values);
    }
}
