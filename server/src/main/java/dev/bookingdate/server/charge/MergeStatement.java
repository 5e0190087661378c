package dev.bookingdate.server.charge;

import dev.bookingdate.server.database.SqlFile;

/** merge-charges.sql for a file with these columns. */
final class MergeStatement {

    private MergeStatement() {}

    static String of(ChargeHeader header, ImportOptions options) {
        return SqlFile.of(ChargeImport.class, "merge-charges.sql")
                .text()
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
