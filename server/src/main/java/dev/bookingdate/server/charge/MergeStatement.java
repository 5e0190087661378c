package dev.bookingdate.server.charge;

/** merge-charges.sql for a file with these columns. */
final class MergeStatement {

    private MergeStatement() {}

    static String of(ChargeHeader header, ImportOptions options) {
        return SqlFile.read("merge-charges.sql")
                .replace(":givenOriginalId", given(header, ChargeColumn.ORIGINAL_ID))
                .replace(":givenSegment", given(header, ChargeColumn.SEGMENT))
                .replace(":givenVersion", given(header, ChargeColumn.VERSION))
                .replace(":givenOrg", options.org() == null ? given(header, ChargeColumn.ORG) : "true")
                .replace(":givenChargeNumber", given(header, ChargeColumn.CHARGE_NUMBER))
                .replace(":givenAccountId", given(header, ChargeColumn.ACCOUNT_ID));
    }

    private static String given(ChargeHeader header, ChargeColumn column) {
        return Boolean.toString(header.has(column));
    }
}
