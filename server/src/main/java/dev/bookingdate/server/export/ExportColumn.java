package dev.bookingdate.server.export;

/**
 * A column of an export.
 *
 * @param header its name in the file
 * @param expression what SQL gives for it
 * @param isText whether somebody else chose what stands there, so that it might be a formula
 */
record ExportColumn(String header, String expression, boolean isText) {

    /** What a spreadsheet takes for the beginning of a formula, the wide forms of East Asian texts included. */
    private static final String FORMULA = "'^[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]'";

    String sql(boolean spreadsheetSafe) {
        return spreadsheetSafe && isText
                ? "case when " + expression + " ~ " + FORMULA + " then '''' || " + expression + " else " + expression
                        + " end"
                : expression;
    }
}
