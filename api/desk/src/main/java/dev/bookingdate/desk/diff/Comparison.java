package dev.bookingdate.desk.diff;

/**
 * What all parts of an operation are compared with, in one direction.
 *
 * @param findings where differences are collected
 */
record Comparison(Direction direction, Findings findings, KeywordDiff keywords, SchemaDiff schemas) {
    static Comparison of(Direction direction, Findings findings, KeywordDiff keywords) {
        return new Comparison(direction, findings, keywords, new SchemaDiff(findings, direction));
    }
}
