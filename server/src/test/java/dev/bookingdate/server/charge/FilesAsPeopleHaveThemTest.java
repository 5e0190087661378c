package dev.bookingdate.server.charge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with what spreadsheets, databases and exporters put into them: read as they are meant, or told. */
@Tag("long")
class FilesAsPeopleHaveThemTest extends TypedImport {

    private static final String ORIGINALS = "charge_id, original_id";

    @ParameterizedTest
    @ValueSource(strings = {"D1_null_word_0.csv", "D1_null_word_1.csv"})
    void nullWord_isNoOriginal(String file) throws Exception {
        assertThat(importCase(file)).as(err).isZero();
        assertThat(rows(ORIGINALS)).containsExactly("a1|a1", "b1|b1", "b2|b1");
    }

    @Test
    void wordsForNothing_areNoOriginals() throws Exception {
        assertThat(importCase("X18_na_words.csv")).isEqualTo(1);
        assertThat(rows(ORIGINALS + ", segment"))
                .containsExactly("n1|n1|1", "n2|n2|1", "n3|n3|1", "n4|n4|1", "n5|n5|1");
        assertThat(err).contains("line 7: Id is blank");
    }

    @Test
    void wordsForNothing_areChosen() throws Exception {
        write("Id,OriginalId,CreatedDate,ChargeNumber\na,zip,2020-01-01T12:00:00Z,NULL\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--null=", "--null=ZIP"))
                .as(err)
                .isZero();
        assertThat(rows("original_id, charge_number")).containsExactly("a|NULL");
        emptyDatabase();
        write("Id,OriginalId,CreatedDate,ChargeNumber\na,zip,2020-01-01T12:00:00Z,NULL\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--null=zip"))
                .as(err)
                .isZero();
        assertThat(rows("original_id, charge_number")).containsExactly("a|null");
    }

    @Test
    void nullWord_asId_isBlank_andAsOrg_makesNoMultiOrg() throws Exception {
        assertThat(load("Id,CreatedDate,OrgId\nNULL,2020-01-01T12:00:00Z,\nc,2020-01-01T12:00:00Z,NULL\n"))
                .isEqualTo(1);
        assertThat(err).contains("line 2: Id is blank");
        assertThat(query("select multi_org from tenant")).containsExactly("f");
    }

    @Test
    void spacesAroundValues_keepNoChargeFromItsOriginal() throws Exception {
        assertThat(importCase("D4_spaces.csv")).as(err).isZero();
        assertThat(rows(ORIGINALS)).containsExactly("c1|c1", "c2|c1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u200b", "\ufeff", "\u2060", "\u3000", "\t", "\u00ad", "\u200e", "\u0000\u00a0"})
    void invisibleCharacters_areNoPartOfAnId(String invisible) throws Exception {
        String around = invisible.replace("\u0000", "");
        load("Id,OriginalId,CreatedDate\n\"" + around + "c1\",,2020-01-01T12:00:00Z\nc2,\"c1" + around
                + "\",2020-01-01T12:00:00Z\nc" + around + "3,,2020-01-01T12:00:00Z\n");
        assertThat(rows(ORIGINALS)).containsExactly("c1|c1", "c2|c1");
        assertThat(err).contains("line 4: Id has white space or an invisible character inside (U+");
    }

    @Test
    void originalThatIsNowhere_isCountedAndNamed() throws Exception {
        assertThat(importCase("X3_original_missing.csv")).as(err).isZero();
        assertThat(rows(ORIGINALS)).containsExactly("d1|gone", "d2|gone");
        assertThat(out)
                .contains("2 charges have an original that is neither in the file nor in the database"
                        + " (line 2: 'gone', line 3: 'gone')");

        load("Id,CreatedDate\ngone,2020-01-01T12:00:00Z\n");
        importCase("X3_original_missing.csv");
        assertThat(out).contains("2 unchanged").doesNotContain("neither");
    }

    @Test
    void originalThatIsNowhere_isRejectedOrEndsTheImport_whereThatIsAskedFor() throws Exception {
        String[] reject = {PLACE[0], PLACE[1], PLACE[2], "--missing-originals=reject"};
        String[] fail = {PLACE[0], PLACE[1], PLACE[2], "--missing-originals=fail"};
        write("Id,OriginalId,CreatedDate\nok,later,2020-01-01T12:00:00Z\nd,gone,2020-01-01T12:00:00Z\n"
                + "later,,2020-01-01T12:00:00Z\n");
        assertThat(run("charges.csv", fail)).isEqualTo(2);
        assertThat(err).contains("The originals of 1 rows are neither in the file nor in the database");
        assertThat(rows("charge_id")).isEmpty();
        assertThat(run("charges.csv", reject)).isEqualTo(1);
        assertThat(err)
                .contains("line 3: OriginalId is neither in the file nor in the database: 'gone'."
                        + " --missing-originals=accept loads such rows.");
        assertThat(rows("charge_id")).containsExactly("ok", "later");
    }

    @Test
    void bareDate_isMidnightInTheTenantsZone_andIsTold() throws Exception {
        assertThat(importCase("D2_bare_dates.csv")).as(err).isZero();
        assertThat(rows("charge_id, created_on at time zone 'UTC'"))
                .containsExactly(
                        "m1|2015-01-01 05:00:00",
                        "m2|2015-01-01 15:00:00",
                        "m3|2015-01-01 02:18:09",
                        "m4|2015-01-01 02:18:09",
                        "m5|2015-01-01 05:00:00");
        assertThat(out).contains("1 timestamps are dates only, and were read as midnight in the tenant's time zone");
    }

    @ParameterizedTest
    @CsvSource({"UTC, 0, 2015-01-01 00:00:00", "Asia/Shanghai, 0, 2014-12-31 16:00:00", "reject, 1, "})
    void bareDate_isWhatIsAskedFor(String zone, int code, String utc) throws Exception {
        write("Id,CreatedDate\nm1,2015-01-01\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--bare-dates=" + zone))
                .as(err)
                .isEqualTo(code);
        if (code == 0) {
            assertThat(rows("created_on at time zone 'UTC'")).containsExactly(utc);
        } else {
            assertThat(err).contains("CreatedDate has no time of day: '2015-01-01'. --bare-dates=ZONE accepts");
        }
    }

    @Test
    void originalWithABareDate_isNotLost() throws Exception {
        assertThat(importCase("X15_midnight_original_lost.csv")).as(err).isZero();
        assertThat(rows(ORIGINALS)).containsExactly("m1|m1", "m2|m1");
    }

    @Test
    void rowsWhoseOriginalWasRejected_areNamed() throws Exception {
        assertThat(
                        load(
                                "Id,OriginalId,CreatedDate\nm2,m1,2018-06-01T12:00:00Z\nm1,,never\nm3,m1,2018-06-01T12:00:00Z\n"))
                .isEqualTo(1);
        assertThat(out).contains("2 rows refer to a rejected original (first on line 2, 4)");
    }

    @Test
    void namedZones_areRead() throws Exception {
        assertThat(importCase("D3_zone_names.csv")).isEqualTo(1);
        assertThat(err)
                .contains("line 8: CreatedDate is no timestamp: 'Dec 14, 2023 4:03:26 PM'. --date-format=PATTERN");

        assertThat(run("D3_zone_names.csv", PLACE[0], PLACE[1], PLACE[2], "--date-format=MMM d, yyyy h:mm:ss a"))
                .as(err)
                .isZero();
        assertThat(rows("charge_id, created_on at time zone 'UTC'"))
                .containsExactly(
                        "z1|2023-12-14 16:03:26",
                        "z2|2023-12-14 16:03:26",
                        "z3|2023-12-14 16:03:26",
                        "z4|2023-12-14 16:03:26.123456",
                        "z5|2023-12-14 16:03:26",
                        "z6|2023-12-14 16:03:26",
                        "z7|2023-12-14 21:03:26");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-12-14T16:03:26Z[UTC], 2023-12-14 16:03:26",
        "2023-12-14T16:03:26[UTC], 2023-12-14 16:03:26",
        "2023-07-14T16:03:26+02:00[Europe/Paris], 2023-07-14 14:03:26",
        "2023-07-14T16:03:26[Europe/Paris], 2023-07-14 14:03:26",
        "2023-07-14 16:03:26 Europe/Paris, 2023-07-14 14:03:26",
        "2023-12-14T16:03:26+1, 2023-12-14 15:03:26",
        "2023-12-14T16:03:26-8:30, 2023-12-15 00:33:26",
        "2023-12-14T24:00:00Z, 2023-12-15 00:00:00",
        "2023-12-31 24:00, 2024-01-01 05:00:00"
    })
    void timestamp_asExportsHaveIt_isTheRightInstant(String text, String utc) throws Exception {
        assertThat(load("Id,CreatedDate\nc,\"" + text + "\"\n")).as(err).isZero();
        assertThat(rows("created_on at time zone 'UTC'")).containsExactly(utc);
    }

    @ParameterizedTest
    @CsvSource({
        "2023-12-14 16:03:26 CST, has an ambiguous or unknown time zone",
        "2023-12-14 16:03:26 Mars/Phobos, has an ambiguous or unknown time zone",
        "2023-07-14T16:03:26+01:00[Europe/Paris], has an offset that does not match its time zone",
        "2016-12-31T23:59:60Z, 'is a leap second, which is not supported'",
        "0001-01-01T00:00:00Z, is outside of the years 1900 to 2200",
        "9999-12-31T00:00:00Z, is outside of the years 1900 to 2200",
        "1899-12-31, is outside of the years 1900 to 2200",
        "02/14/2022 4:03 PM, is no timestamp"
    })
    void timestamp_thatWouldBeAGuess_isRejected(String text, String reason) throws Exception {
        assertThat(load("Id,CreatedDate\nc,\"" + text + "\"\n")).isEqualTo(1);
        assertThat(err).contains("line 2: CreatedDate " + reason + ": '" + text);
    }

    @Test
    void years_areWidened() throws Exception {
        write("Id,CreatedDate,BookingDate\nc,0001-01-01T12:00:00Z,9999-12-31\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--years=1-9999"))
                .as(err)
                .isZero();
        assertThat(rows("created_on at time zone 'UTC', booking_date"))
                .containsExactly("0001-01-01 12:00:00|9999-12-31");
    }

    @Test
    void localDates_areReadByAPatternOnly() throws Exception {
        assertThat(importCase("D6_locale_dates.csv")).isEqualTo(1);
        assertThat(rows("charge_id")).containsExactly("l5");
        assertThat(err).contains("'02/14/2022 4:03 PM'. --date-format=PATTERN");

        assertThat(run(
                        "D6_locale_dates.csv",
                        PLACE[0],
                        PLACE[1],
                        PLACE[2],
                        "--date-format=MM/dd/yyyy h:mm a",
                        "--date-format=dd.MM.yyyy",
                        "--date-format=MM/dd/yyyy",
                        "--date-format=yyyy/MM/dd HH:mm"))
                .as(err)
                .isZero();
        assertThat(rows("charge_id, created_on at time zone 'UTC', booking_date"))
                .containsExactlyInAnyOrder(
                        "l1|2022-02-14 21:03:00|null",
                        "l2|2022-02-14 16:03:00|2022-02-14",
                        "l3|2022-02-14 16:03:00|2022-02-14",
                        "l4|2022-02-14 21:03:00|null",
                        "l5|2022-02-14 16:03:00|2022-02-14");
    }

    @Test
    void localDate_thatTwoPatternsReadDifferently_isRejected() throws Exception {
        write("Id,CreatedDate\nc,01/02/2022\nd,31/01/2022\ne,30/02/2022\n");
        assertThat(run(
                        "charges.csv",
                        PLACE[0],
                        PLACE[1],
                        PLACE[2],
                        "--date-format=MM/dd/yyyy",
                        "--date-format=dd/MM/yyyy"))
                .isEqualTo(1);
        assertThat(err)
                .contains(
                        "line 2: CreatedDate matches several --date-format patterns with different results: '01/02/2022'")
                .contains("line 4: CreatedDate is no timestamp: '30/02/2022'");
        assertThat(rows("charge_id")).containsExactly("d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MM/yyyy", "hh:mm dd.MM.yyyy", "qqqqqqq", "HH:mm"})
    void pattern_thatSaysHalfOfIt_isRefused(String pattern) throws Exception {
        write("Id,CreatedDate\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--date-format=" + pattern))
                .isEqualTo(2);
        assertThat(err).contains("'" + pattern + "' does not say all of a date or of a time");
    }

    @Test
    void wholeNumbers_mayHaveADecimalPoint() throws Exception {
        write(content("D5_floats.csv"));
        assertThat(run("charges.csv", "--entity=" + ENTITY, "--tenant=55", "--time-zone=UTC"))
                .isEqualTo(1);
        assertThat(rows("charge_id, tenant_id, segment, version"))
                .containsExactly("f1|55|1|2", "f2|55|1|2", "f3|55|1|2", "f4|55|1|2", "f5|55|1|2", "f9|55|1|2");
        assertThat(err)
                .contains("line 7: Segment is no whole number: '1.5'")
                .contains("line 8: Segment is no whole number: '1e3'")
                .contains("line 9: Segment is no whole number: '-1'")
                .contains("line 11: Version is no whole number: '-2'")
                .contains("line 12: Segment is no whole number: '99999999999'");
    }

    @Test
    void blankFieldsAtTheEnd_mayBeTooManyOrTooFew_butNothingThatIsReadMayBeMissing() throws Exception {
        assertThat(importCase("D7_trailing_delim.csv")).as(err).isZero();
        assertThat(rows("charge_id")).containsExactly("c1", "c2");
        emptyDatabase();
        assertThat(load("Id,CreatedDate,OriginalId,Note,More\n" + "c1,2023-12-14T00:00:00Z,\n"
                        + "c2,2023-12-14T00:00:00Z,,x\n"
                        + "c3,2023-12-14T00:00:00Z\n"
                        + "c4,2023-12-14T00:00:00Z,,,, , \u00a0\n"
                        + "c5,2023-12-14T00:00:00Z,,,,x\n"))
                .isEqualTo(1);
        assertThat(rows("charge_id")).containsExactly("c1", "c2", "c4");
        assertThat(err)
                .contains("line 4: the row has 2 fields, the header has 5")
                .contains("line 6: the row has 6 fields, the header has 5");
    }

    @Test
    void rowsOfNothing_areIgnoredAndCounted() throws Exception {
        assertThat(importCase("X8_blank_and_commas.csv")).as(err).isZero();
        assertThat(rows("charge_id")).containsExactly("j1");
        assertThat(out).contains("1 rows read").contains("empty rows were ignored.");
    }

    @Test
    void separatorLine_isUnderstood() throws Exception {
        assertThat(importCase("X20_sep_line.csv")).as(err).isZero();
        assertThat(rows(ORIGINALS)).containsExactly("s1|s1");
        assertThat(load("sep=;\r\nId;CreatedDate;OriginalId\r\ns2;2020-01-01T12:00:00Z;s1\r\ns3;x;\r\n"))
                .isEqualTo(1);
        assertThat(rows(ORIGINALS)).containsExactly("s1|s1", "s2|s1");
        assertThat(folder.resolve("charges.rejected.csv"))
                .content()
                .startsWith("rejected_line;rejected_reason;Id;CreatedDate;OriginalId\n4;");
    }

    @Test
    void duplicatesWithAnotherCase_areOtherIds() throws Exception {
        assertThat(importCase("X4_duplicate_ids.csv")).isEqualTo(1);
        assertThat(rows("charge_id")).containsExactly("E1");
        assertThat(err)
                .contains("line 2: the same Id is on line 3, with other values")
                .contains("line 3: the same Id is on line 2, with other values");
    }

    @Test
    void idsThatDifferInHyphens_areTold() throws Exception {
        assertThat(load("Id,OriginalId,CreatedDate\n3d6f0a52-7c1e-4b98-a5d4-2e9f8b7c6a10,,2020-01-01T12:00:00Z\n"
                        + "c,3D6F0A527C1E4B98A5D42E9F8B7C6A10,2020-01-01T12:00:00Z\n"))
                .isZero();
        assertThat(rows("charge_id")).hasSize(2);
        assertThat(out)
                .contains(
                        "1 ids differ from those of other rows only in case or hyphens; they count as different ids (lines 2 and 3)")
                .contains("1 charges have an original that is neither");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void utf16_withAByteOrderMark_isRead(String charset) throws Exception {
        String mark = charset.equals("UTF-16") ? "" : "\ufeff";
        Files.write(
                folder.resolve("charges.csv"),
                (mark + "Id\tCreatedDate\tChargeNumber\nc\t2020-01-01T12:00:00Z\t漢é😀\n").getBytes(charset));
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--delimiter=tab"))
                .as(err)
                .isZero();
        assertThat(rows("charge_number")).containsExactly("漢é😀");
    }

    @Test
    void zip_withOneFile_isRead_andWithSeveral_isRefused() throws Exception {
        Files.write(folder.resolve("one.zip"), zip("charges.csv", "__MACOSX/._charges.csv"));
        assertThat(run("one.zip", PLACE)).as(err).isZero();
        stdin = zip("charges.csv");
        assertThat(run("-", PLACE)).as(err).isZero();
        assertThat(rows("charge_id")).containsExactly("c");
        Files.write(folder.resolve("book.xlsx"), zip("a.xml", "b.xml"));
        assertThat(run("book.xlsx", PLACE)).isEqualTo(2);
        assertThat(err).contains("The file is a ZIP archive of 2 files, or a spreadsheet");
    }

    @Test
    void filesAndDirectories_areImportedOneAfterTheOther() throws Exception {
        Path parts = Files.createDirectory(folder.resolve("parts"));
        Files.writeString(parts.resolve("b.csv"), "Id,CreatedDate\nb,2020-01-01T12:00:00Z\n");
        Files.writeString(parts.resolve("a.csv"), "Id,CreatedDate\na,2020-01-01T12:00:00Z\nx,\n");
        Files.writeString(parts.resolve("a.rejected.csv"), "rejected_line,rejected_reason,Id,CreatedDate\n3,,x,\n");
        Files.writeString(parts.resolve("notes.txt"), "no charges");
        write("Id,CreatedDate\nc,2020-01-01T12:00:00Z\n");

        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "parts")).isEqualTo(1);

        assertThat(rows("charge_id")).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(out.lines().filter(line -> line.contains("rows read")))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("charges.csv: 1 rows read"));
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "parts", "--rejects=r.csv"))
                .isEqualTo(2);
        assertThat(err).contains("--rejects is for one file; these are 3.");
    }

    @Test
    void fileThatCantBeOpened_saysWhy() {
        assertThat(run("nowhere.csv", PLACE)).isEqualTo(2);
        assertThat(err).isEqualTo("There is no file nowhere.csv" + System.lineSeparator());
        assertThat(run("ab\u0000c.csv", PLACE)).isEqualTo(2);
        assertThat(err).contains("The locale of this process can't name this file");
    }

    @Test
    void summary_beginsWithTheReason_whenMostRowsAreRejectedForOne() throws Exception {
        load("Id,CreatedDate\n"
                + Stream.iterate(1, i -> i + 1)
                        .limit(30)
                        .map(i -> "c" + i + ",02/14/2022\n")
                        .reduce("", String::concat));
        assertThat(out)
                .startsWith("30 rows were rejected, 30 of them as line 2: CreatedDate is no timestamp: '02/14/2022'."
                        + " --date-format=PATTERN accepts other formats.");
    }

    /**
     * Charges, written down with everything that files have around them. What must be in the table is said by the one who
     * writes, in other words than the import's.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void disturbedFile_givesTheChargesThatWereMeant(long seed) throws Exception {
        Disturbed disturbed = new Disturbed(seed);
        Files.write(folder.resolve("charges.csv"), disturbed.file());

        int code = run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--batch=17");

        assertThat(code).as(err).isEqualTo(disturbed.rejectedLines().isEmpty() ? 0 : 1);
        assertThat(rows("charge_id, original_id, extract(epoch from created_on)::bigint, segment"))
                .containsExactlyElementsOf(disturbed.loaded());
        List<String> lines = Files.readAllLines(folder.resolve("charges.rejected.csv"), StandardCharsets.UTF_8).stream()
                .skip(1)
                .map(line -> line.split("[,;]", 2)[0])
                .toList();
        assertThat(lines).isEqualTo(disturbed.rejectedLines());
        assertThat(out)
                .contains(disturbed.blankRows() + " empty rows were ignored.")
                .contains(disturbed.bareDates() + " timestamps are dates only")
                .contains(disturbed.missingOriginals() + " charges have an original that is neither");
    }

    private int importCase(String name) throws IOException {
        Files.writeString(folder.resolve(name), content(name));
        return run(name, PLACE);
    }

    private static String content(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FilesAsPeopleHaveThemTest.class.getResourceAsStream("cases/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(bytes("Id,CreatedDate\nc,2020-01-01T12:00:00Z\n"));
            }
        }
        return bytes.toByteArray();
    }
}
