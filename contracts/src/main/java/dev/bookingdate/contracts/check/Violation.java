package dev.bookingdate.contracts.check;

/**
 * Something that is wrong, said like a compiler says it.
 *
 * @param file relative to the repository
 * @param line counted from 1
 * @param pointer JSON pointer into the file; empty for the whole
 */
public record Violation(String file, int line, String pointer, Rule rule, String text) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + (pointer.isEmpty() ? "/" : pointer) + ": " + rule + " – " + text;
    }
}
