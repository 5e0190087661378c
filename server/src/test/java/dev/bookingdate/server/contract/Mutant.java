package dev.bookingdate.server.contract;

import dev.bookingdate.contracts.spec.Answer;
import dev.bookingdate.contracts.spec.PromisedAnswers;
import java.util.List;
import java.util.Optional;

/**
 * A server that is wrong in one way, and who notices.
 *
 * @param place operation, status and error codes
 * @param what how its answers are broken
 * @param contract the first contract that it breaks
 * @param spec what the spec has against it
 */
record Mutant(String place, String what, Optional<String> contract, List<String> spec) {

    enum Verdict {
        BY_CONTRACT,
        BY_SPEC_ALONE,
        SURVIVED
    }

    /** Replays the contracts of the place; empty where the break changes none of its answers. */
    static Optional<Mutant> of(String place, Break broken, List<RecordedAnswer> answers, PromisedAnswers promised) {
        List<RecordedAnswer> hit = answers.stream()
                .filter(answer -> !same(answer, broken.of(answer.answer())))
                .toList();
        if (hit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Mutant(
                place,
                broken.what(),
                hit.stream()
                        .filter(answer -> notices(answer, broken.of(answer.answer())))
                        .map(answer -> answer.test().contract())
                        .findFirst(),
                hit.stream()
                        .flatMap(answer ->
                                promised
                                        .violations(answer.method(), answer.target(), broken.of(answer.answer()))
                                        .stream())
                        .limit(1)
                        .toList()));
    }

    private static boolean same(RecordedAnswer answer, Answer broken) {
        return broken.status() == answer.answer().status()
                && broken.headers().equals(answer.answer().headers())
                && answer.body().equals(RecordedAnswer.body(broken));
    }

    private static boolean notices(RecordedAnswer answer, Answer broken) {
        try {
            answer.replay(broken);
            return false;
        } catch (AssertionError noticed) {
            return true;
        }
    }

    Verdict verdict() {
        if (contract.isPresent()) {
            return Verdict.BY_CONTRACT;
        }
        return spec.isEmpty() ? Verdict.SURVIVED : Verdict.BY_SPEC_ALONE;
    }

    @Override
    public String toString() {
        return place + ": " + what;
    }
}
