package dev.bookingdate.contracts.agreement;

/** Where a side stands on a contract at this moment. */
record Judgement(State state, String message) {

    enum State {
        AGREES("agrees"),
        BROKEN("broken"),
        /** There is a verdict, on a contract, a spec or code that has changed since. */
        OUTDATED("outdated"),
        NOT_RUN("not run"),
        /** The consumer is not built yet. */
        NOBODY_YET("nobody yet");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Judgement of(State state) {
        return new Judgement(state, "");
    }
}
