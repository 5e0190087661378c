package dev.bookingdate.contracts.check;

/** Takes what is wrong with a contract. */
@FunctionalInterface
interface Report {
    /** Adds what is wrong at a JSON pointer into the contract. */
    void add(String pointer, Rule rule, String text);
}
