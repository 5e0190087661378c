package dev.bookingdate.server.chaos;

/**
 * One kind of fault.
 *
 * @param weight how often it is drawn, compared with others
 */
record Fault(String name, int weight, Deed deed) {

    /** What is done. */
    interface Deed {

        /** Does it, and holds it as long as it lasts. False when there was no occasion. */
        boolean on(Stage stage) throws Exception;
    }

    static Fault of(String name, Deed deed) {
        return new Fault(name, 2, deed);
    }

    static Fault rare(String name, Deed deed) {
        return new Fault(name, 1, deed);
    }
}
