package dev.bookingdate.server.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The import as it is typed: file in, table, exit code, messages and rejects file out. */
class ChargeImportTest extends TypedImport {

    @Test
    void import_whenEveryColumnIsGiven_loadsEveryColumn() throws Exception {
        int code = load("""
                Id,OriginalId,CreatedDate,ChargeNumber,Segment,Version,OriginalOrderDate,AccountId,OrgId
                c2,c1,2023-12-14T16:03:26.123456789+08:00,C-1,2,3,2023-12-15,a1,us
                """);

        assertThat(code).as(err).isZero();
        assertThat(rows("tenant_id, entity_id, charge_id, original_id, created_on at time zone 'UTC', charge_number,"
                        + " segment, version, booking_date, account_id, org_id"))
                .containsExactly("7|" + ENTITY + "|c2|c1|2023-12-14 08:03:26.123456|C-1|2|3|2023-12-15|a1|us");
        assertThat(query("select tenant_id, time_zone, multi_org from tenant")).containsExactly("7|America/New_York|t");
        assertThat(query("select org_id from org")).containsExactly("us");
        assertThat(query("select entity_id from entity")).containsExactly(ENTITY);
        assertThat(out).contains("1 rows read: 1 inserted, 0 updated, 0 unchanged, 0 rejected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Id,OriginalId,CreatedDate,ChargeNumber,Segment,Version,OriginalOrderDate,AccountId,OrgId,TenantId,EntityId",
                "id,original_id,created_date,charge_number,segment,version,original_order_date,account_id,org_id,tenant_id,entity_id",
                "ID,ORIGINAL ID,created_on,Charge Number,SEGMENT,VERSION,booking_date,Account.Id,Org,TENANT_ID,ENTITY_ID",
                "RatePlanCharge.Id,RatePlanCharge.OriginalId,RatePlanCharge.CreatedDate,RatePlanCharge.ChargeNumber,"
                        + "RatePlanCharge.Segment,RatePlanCharge.Version,RatePlanCharge.OriginalOrderDate,Account.Id,Org.Id,"
                        + "TenantId,Entity.Id",
                "RatePlanCharge: ID,RatePlanCharge: Original ID,RatePlanCharge: Created Date,RatePlanCharge: Charge Number,"
                        + "RatePlanCharge: Segment,RatePlanCharge: Version,RatePlanCharge: BookingDate,Account: ID,Org: ID,"
                        + "Tenant ID,Entity: ID",
                "Rate Plan Charge: ID,Rate Plan Charge: Original ID,Rate Plan Charge: CreatedOn,chargenumber, Segment ,"
                        + "\"Version\",BookingDate,account id,orgid,tenantid,entityid"
            })
    void import_whenHeaderHasAnyStyle_findsTheColumns(String header) throws Exception {
        write(header + "\nc2,c1,2023-12-14T16:03:26Z,C-1,2,3,2023-12-15,a1,us,7," + ENTITY + "\n");

        assertThat(run("charges.csv", "--time-zone=UTC")).as(err).isZero();

        assertThat(rows("tenant_id, charge_id, original_id, charge_number, segment, version, booking_date, account_id,"
                        + " org_id"))
                .containsExactly("7|c2|c1|C-1|2|3|2023-12-15|a1|us");
    }

    @Test
    void import_whenObjectsAreJoined_takesTheChargesOwnColumns() throws Exception {
        int code = load("""
                Account.CreatedDate,Subscription.Id,RatePlan.Id,Subscription.CreatedDate,Account.Id,RatePlanCharge.Id,\
                RatePlanCharge.CreatedDate,Subscription.Version,Id__c,Subscription.OriginalId
                2001-01-01T00:00:00Z,s,p,2002-01-01T00:00:00Z,a,c,2023-12-14T00:00:00Z,9,x,so
                """);

        assertThat(code).as(err).isZero();
        assertThat(rows("charge_id, original_id, extract(year from created_on), version, account_id"))
                .containsExactly("c|c|2023|1|a");
    }

    @Test
    void import_whenTwoColumnsSayTheSame_namesBoth() throws Exception {
        assertThat(load("Id,CreatedDate,created_on\nc,2023-12-14T00:00:00Z,2023-12-14T00:00:00Z\n"))
                .isEqualTo(2);
        assertThat(err).contains("'CreatedDate'").contains("'created_on'");
    }

    @Test
    void import_whenColumnsAreMissing_namesThemAndTheAcceptedNames() throws Exception {
        assertThat(load("Subscription.Id,Account.CreatedDate\nx,y\n")).isEqualTo(2);
        assertThat(err)
                .contains("no column Id (accepted: Id, ")
                .contains("CreatedDate (accepted: CreatedDate, CreatedOn)")
                .contains("Subscription.Id | Account.CreatedDate");
    }

    @Test
    void import_whenFileIsEmpty_saysSo() throws Exception {
        assertThat(load("")).isEqualTo(2);
        assertThat(err).contains("The file is empty");
    }

    @Test
    void import_whenFileHasOnlyAHeader_isDone() throws Exception {
        assertThat(load("Id,CreatedDate\n")).as(err).isZero();
        assertThat(out).contains("0 rows read");
    }

    @Test
    void import_whenTenantOrEntityIsNowhere_isRefusedBeforeTheDatabaseOpens() throws Exception {
        write("Id,CreatedDate\n");
        assertThat(run("charges.csv", "--entity=" + ENTITY)).isEqualTo(2);
        assertThat(err).contains("--tenant");
        assertThat(run("charges.csv", "--tenant=7")).isEqualTo(2);
        assertThat(err).contains("--entity");
    }

    @Test
    void import_whenColumnsChangePlaces_loadsTheSame() throws Exception {
        load("Id,CreatedDate,ChargeNumber\nc,2023-12-14T00:00:00Z,C-1\n");
        load("ChargeNumber,Other,CreatedDate,Id\nC-1,o,2023-12-14T00:00:00Z,c\n");
        assertThat(out).contains("0 inserted, 0 updated, 1 unchanged");
    }

    @Test
    void import_whenFieldsHaveQuotesAndLineBreaks_keepsThem() throws Exception {
        load("Id,CreatedDate,ChargeNumber,Note\n\"a,b\",2023-12-14T00:00:00Z,\"say \"\"hi\"\"\nthere\r\n\",5\"\n");
        assertThat(rows("charge_id, charge_number")).containsExactly("a,b|say \"hi\"\nthere");
    }

    @ParameterizedTest
    @CsvSource({"'\n'", "'\r\n'", "'\r'"})
    void import_whenLinesEndInAnyWay_countsThem(String lineBreak) throws Exception {
        String text = "\ufeff"
                + String.join(
                        lineBreak,
                        "Id,CreatedDate,Note",
                        "c1,2023-12-14T00:00:00Z,\"two" + lineBreak + "lines\"",
                        "",
                        "bad,never,",
                        "c2,2023-12-14T00:00:00Z,");
        assertThat(load(text)).isEqualTo(1);
        assertThat(err).contains("line 5: CreatedDate is no timestamp: 'never'");
        assertThat(rows("charge_id")).containsExactly("c1", "c2");
    }

    @Test
    void import_whenFileIsGzipped_unpacksIt() throws Exception {
        Files.write(folder.resolve("x.gz"), concat(gzip("Id,Created"), gzip("Date\nc,2023-12-14T00:00:00Z\n")));
        assertThat(run("x.gz", PLACE)).as(err).isZero();
        assertThat(rows("charge_id")).containsExactly("c");
    }

    @Test
    void import_whenAPipeGivesAGzipOfSeveralMembers_readsAll() throws Exception {
        stdin = concat(gzip("Id,CreatedDate\n"), gzip("c1,2023-12-14T00:00:00Z\n"), gzip("c2,2023-12-14T00:00:00Z\n"));
        assertThat(run("-", PLACE)).as(err).isZero();
        assertThat(rows("charge_id")).containsExactly("c1", "c2");
    }

    @Test
    void import_whenGzipIsCutOff_keepsWhatCameAndSaysSo() throws Exception {
        byte[] whole = gzip("Id,CreatedDate\n" + "c,2023-12-14T00:00:00Z\n".repeat(100));
        Files.write(folder.resolve("x.gz"), java.util.Arrays.copyOf(whole, whole.length - 12));
        assertThat(run("x.gz", PLACE)).isEqualTo(2);
        assertThat(err).contains("can't be read to its end");
    }

    @Test
    void import_whenFileIsDash_readsStdin() throws Exception {
        stdin = bytes("Id,CreatedDate\nc,2023-12-14T00:00:00Z\nbad,\n");
        assertThat(run("-", PLACE)).isEqualTo(1);
        assertThat(rows("charge_id")).containsExactly("c");
        assertThat(folder.resolve("stdin.rejected.csv")).exists();
    }

    @Test
    void import_whenRowsAreBad_rejectsThemWithLineAndReason() throws Exception {
        byte[] file = concat(
                bytes("""
                        Id,CreatedDate,Segment,OriginalOrderDate,Note
                        ok1,2023-12-14T00:00:00Z,1,,"a
                        b
                        c"
                        few,2023-12-14T00:00:00Z
                        many,2023-12-14T00:00:00Z,1,,x,y
                        ,2023-12-14T00:00:00Z,1,,"blank
                        id"
                        seg,2023-12-14T00:00:00Z,one,,
                        date,2023-12-14T00:00:00Z,1,2023-02-30,
                        nul\0,2023-12-14T00:00:00Z,1,,
                        """),
                new byte[] {'u', (byte) 0xff},
                bytes(",2023-12-14T00:00:00Z,1,,\n"
                        + "x".repeat(65) + ",2023-12-14T00:00:00Z,1,,\n"
                        + "quote,2023-12-14T00:00:00Z,1,,\"a\"b\n"
                        + "time,2023-12-14T25:00,1,,\n"
                        + "ok2,2023-12-14T00:00:00Z,1,,\n"));
        Files.write(folder.resolve("charges.csv"), file);

        assertThat(run("charges.csv", PLACE)).isEqualTo(1);

        assertThat(rows("charge_id")).containsExactly("ok1", "ok2");
        assertThat(err.lines().limit(10))
                .containsExactly(
                        "line 5: the row has 2 fields, the header has 5. " + "--delimiter=CHAR sets the delimiter.",
                        "line 6: the row has 6 fields, the header has 5. " + "--delimiter=CHAR sets the delimiter.",
                        "line 7: Id is blank",
                        "line 9: Segment is no whole number: 'one'",
                        "line 10: OriginalOrderDate is no date: '2023-02-30'. "
                                + "--date-format=PATTERN accepts other formats.",
                        "line 11: Id has a NUL character",
                        "line 12: Id is not UTF-8",
                        "line 13: Id has more than 64 characters: '" + "x".repeat(60) + "…'",
                        "line 14: a closing quote is not followed by a delimiter or the end of the line",
                        "line 15: CreatedDate is no timestamp: '2023-12-14T25:00'. "
                                + "--date-format=PATTERN accepts other formats.");
        assertThat(out).contains("12 rows read: 2 inserted, 0 updated, 0 unchanged, 10 rejected");
    }

    @Test
    void rejects_whenRepaired_canBeImported() throws Exception {
        load(
                "Id,CreatedDate,ChargeNumber\nc1,BAD,\"n,\"\"1\"\"\"\nc2,2023-12-14T00:00:00Z,n2\nc3,2023-12-14T00:00:00Z\n"
                        + "c4,2023-12-14T00:00:00Z,\"n4\n");
        Path rejects = folder.resolve("charges.rejected.csv");
        assertThat(rejects).hasContent("""
                rejected_line,rejected_reason,Id,CreatedDate,ChargeNumber
                2,"CreatedDate is no timestamp: 'BAD'",c1,BAD,"n,""1""\"
                4,"the row has 2 fields, the header has 3",c3,2023-12-14T00:00:00Z
                5,"a quote is opened and never closed",c4,2023-12-14T00:00:00Z,"n4
                """);
        Files.writeString(
                rejects,
                Files.readString(rejects)
                        .replace("c1,BAD", "c1,2023-12-14T00:00:00Z")
                        .replace("c4,2023-12-14T00:00:00Z,\"n4", "c4,2023-12-14T00:00:00Z,n4"));

        assertThat(run("charges.rejected.csv", PLACE)).isEqualTo(1);

        assertThat(rows("charge_id, charge_number")).containsExactly("c2|n2", "c1|n,\"1\"", "c4|n4");
        assertThat(folder.resolve("charges.rejected.rejected.csv")).hasContent("""
                rejected_line,rejected_reason,Id,CreatedDate,ChargeNumber
                3,"the row has 4 fields, the header has 5",c3,2023-12-14T00:00:00Z
                """);
    }

    @Test
    void rejects_whenThereAreNone_leaveNoFile() throws Exception {
        Path rejects = Files.writeString(folder.resolve("charges.rejected.csv"), "old");
        load("Id\n");
        assertThat(rejects).as("kept when nothing was imported").exists();
        load("Id,CreatedDate\nc,2023-12-14T00:00:00Z\n");
        assertThat(rejects).doesNotExist();
    }

    @Test
    void rejects_whenTooMany_stopTheImport() throws Exception {
        write("Id,CreatedDate\nc1,2023-12-14T00:00:00Z\n" + "bad,\n".repeat(5) + "c2,2023-12-14T00:00:00Z\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--max-rejects=3"))
                .isEqualTo(1);
        assertThat(rows("charge_id")).containsExactly("c1");
        assertThat(err).contains("Stopped at 3 rejected rows");
    }

    @Test
    void rejects_whenMoreThanTen_showsTen() throws Exception {
        load("Id,CreatedDate\n" + "bad,\n".repeat(15));
        assertThat(err.lines().filter(line -> line.startsWith("line "))).hasSize(10);
        assertThat(out).contains("15 rejected");
    }

    @Test
    void import_whenTheSameRowComesAgain_countsOnce() throws Exception {
        for (String batch : List.of("--batch=1", "--batch=2", "--batch=50000")) {
            emptyDatabase();
            write("""
                    Id,CreatedDate,ChargeNumber,BookingDate,Note
                    c1,2023-12-14T00:00:00Z,one,2020-01-01,a
                    c2,2023-12-14T00:00:00Z,two,,b
                    c1,2023-12-14T00:00:00Z,"one",2020-01-01,c
                    """);
            assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], batch))
                    .as(err)
                    .isZero();
            assertThat(rows("charge_id, charge_number, booking_date"))
                    .as(batch)
                    .containsExactly("c1|one|2020-01-01", "c2|two|null");
            assertThat(out)
                    .contains("3 rows read: 2 inserted, 0 updated, 1 unchanged, 0 rejected")
                    .contains("1 rows repeat an earlier row and were ignored.");
        }
    }

    @Test
    void import_whenRowsOfOneIdDiffer_rejectsAllOfThem() throws Exception {
        for (String batch : List.of("--batch=1", "--batch=2", "--batch=50000")) {
            emptyDatabase();
            write("""
                    Id,OriginalId,CreatedDate
                    e1,,2020-01-01T12:00:00Z
                    ok,,2020-01-01T12:00:00Z
                    e1,,2021-01-01T12:00:00Z
                    e1,,2020-01-01T12:00:00Z
                    E1,,2022-01-01T12:00:00Z
                    """);
            assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], batch)).isEqualTo(1);
            assertThat(rows("charge_id")).as(batch).containsExactly("ok", "E1");
            assertThat(err.lines().limit(3))
                    .containsExactly(
                            "line 2: the same Id is on line 4, with other values",
                            "line 4: the same Id is on line 2, with other values",
                            "line 5: the same Id is on line 4, with other values");
            assertThat(out).contains("differ from those of other rows only in case or hyphens");
        }
    }

    @Test
    void import_whenOneIdComesAThousandTimes_countsOnce() throws Exception {
        assertThat(load("Id,CreatedDate\n" + "c,2023-12-14T00:00:00Z\n".repeat(1000)))
                .isZero();
        assertThat(rows("charge_id")).containsExactly("c");
        assertThat(out).contains("1 inserted, 0 updated, 999 unchanged");
    }

    @Test
    void import_whenRepeated_writesNothing_andKeepsBookingDates() throws Exception {
        String file = "Id,CreatedDate,ChargeNumber,BookingDate\n";
        for (int i = 0; i < 2000; i++) {
            file += "c" + i + ",2023-12-14T00:00:00Z,n" + i + ",2020-01-01\n";
        }
        load(file);
        update("update rate_plan_charge set booking_date = '1999-12-31' where charge_key % 2 = 0");
        List<String> before = rows("ctid, xmin, rate_plan_charge.*");

        assertThat(load(file)).isZero();

        assertThat(rows("ctid, xmin, rate_plan_charge.*")).isEqualTo(before);
        assertThat(out).contains("0 inserted, 0 updated, 2,000 unchanged");

        load(file.replace(",n7,", ",changed,").replace("2020-01-01", "2000-01-01"));
        assertThat(out).contains("0 inserted, 1 updated, 1,999 unchanged");
        assertThat(query("select count(*) from rate_plan_charge where booking_date = '2000-01-01'"))
                .containsExactly("0");
    }

    @Test
    void import_whenAColumnIsMissing_keepsWhatIsThere() throws Exception {
        load("Id,OriginalId,CreatedDate,ChargeNumber,Segment,Version,AccountId\n"
                + "c,o,2023-12-14T00:00:00Z,n,2,3,a\n");
        load("Id,CreatedDate\nc,2023-12-15T00:00:00Z\n");
        assertThat(rows("original_id, charge_number, segment, version, account_id, created_on at time zone 'UTC'"))
                .containsExactly("o|n|2|3|a|2023-12-15 00:00:00");
        load("Id,CreatedDate,AccountId\nc,2023-12-15T00:00:00Z,\n");
        assertThat(rows("account_id")).containsExactly("null");
    }

    /** A batch after one that was all new is inserted plainly; what it meets there must not matter. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 50})
    void import_whenNewAndStoredChargesAreMixed_isTheSameInBatchesOfAnySize(int batch) throws Exception {
        load("Id,CreatedDate,ChargeNumber,BookingDate\n"
                + "c6,2023-12-14T00:00:00Z,old,2020-01-01\nc9,2023-12-14T00:00:00Z,n9,2020-01-01\n");
        StringBuilder file = new StringBuilder("Id,CreatedDate,ChargeNumber,BookingDate\n");
        for (int i = 1; i <= 12; i++) {
            file.append("c" + i + ",2023-12-14T00:00:00Z,n" + i + ",2021-01-01\n");
        }
        file.append("c13,2023-12-14T00:00:00Z,n13,2021-01-01\n");
        write(file.toString());

        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--batch=" + batch))
                .as(err)
                .isZero();

        assertThat(out).contains("13 rows read: 11 inserted, 1 updated, 1 unchanged, 0 rejected");
        assertThat(rows("charge_id, charge_number, extract(year from booking_date)"))
                .containsExactly(
                        "c6|n6|2020",
                        "c9|n9|2020",
                        "c1|n1|2021",
                        "c2|n2|2021",
                        "c3|n3|2021",
                        "c4|n4|2021",
                        "c5|n5|2021",
                        "c7|n7|2021",
                        "c8|n8|2021",
                        "c10|n10|2021",
                        "c11|n11|2021",
                        "c12|n12|2021",
                        "c13|n13|2021");
    }

    @Test
    void import_whenKilledBetweenBatches_canBeRunAgain() throws Exception {
        update("create function fail() returns trigger language plpgsql as"
                + " $$begin if new.charge_id = 'c7' then raise 'no'; end if; return new; end$$;"
                + " create trigger fail before insert on rate_plan_charge for each row execute function fail()");
        StringBuilder file = new StringBuilder("Id,CreatedDate\n");
        for (int i = 0; i < 20; i++) {
            file.append("c").append(i).append(",2023-12-14T00:00:00Z\n");
        }
        write(file.toString());
        String[] options = {PLACE[0], PLACE[1], PLACE[2], "--batch=3"};
        assertThat(run("charges.csv", options)).isEqualTo(3);
        assertThat(rows("charge_id")).containsExactly("c0", "c1", "c2", "c3", "c4", "c5");
        update("drop trigger fail on rate_plan_charge");
        assertThat(run("charges.csv", options)).isZero();
        assertThat(out).contains("14 inserted, 0 updated, 6 unchanged");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-12-14T16:03:26.000+08:00, 2023-12-14 08:03:26",
        "2023-12-14T16:03:26+0800, 2023-12-14 08:03:26",
        "2023-12-14 16:03:26+08, 2023-12-14 08:03:26",
        "2023-12-14t16:03:26z, 2023-12-14 16:03:26",
        "2023-12-14T16:03:26.123456789Z, 2023-12-14 16:03:26.123456",
        "2023-12-14T16:03Z, 2023-12-14 16:03:00",
        "1969-12-31T23:59:59.5Z, 1969-12-31 23:59:59.5",
        "1900-01-01T00:00:00Z, 1900-01-01 00:00:00",
        "2200-12-31T23:59:59Z, 2200-12-31 23:59:59",
        "2023-12-14 16:03:26, 2023-12-14 21:03:26",
        "2023-07-14T16:03:26.5, 2023-07-14 20:03:26.5",
        // The clocks skip 02:30 on this day, and show 01:30 twice on that one.
        "2023-03-12T02:30:00, 2023-03-12 07:30:00",
        "2023-11-05T01:30:00, 2023-11-05 05:30:00"
    })
    void timestamp_whenInAnyForm_isTheRightInstant(String text, String utc) throws Exception {
        assertThat(load("Id,CreatedDate\nc,\"" + text + "\"\n")).as(err).isZero();
        assertThat(rows("created_on at time zone 'UTC'")).containsExactly(utc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-13-14T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "2023-12-14T24:00:01Z",
                "0000-01-01T00:00:00Z",
                "2023-12-14T00:00:00+19:00",
                "infinity",
                "14.12.2023 00:00",
                "2023-12-14T00:00:00.1234567890Z",
                "now"
            })
    void timestamp_whenThereIsNoSuch_isRejected(String text) throws Exception {
        assertThat(load("Id,CreatedDate\nc,\"" + text + "\"\n")).isEqualTo(1);
        assertThat(err).contains("CreatedDate is no timestamp");
    }

    @Test
    void bookingDate_whenATimestamp_isItsDatePart() throws Exception {
        load("Id,CreatedDate,OriginalOrderDate\nc,2023-12-14T00:00:00Z,2023-12-14T23:59:59-11:00\n");
        assertThat(rows("booking_date")).containsExactly("2023-12-14");
    }

    @Test
    void place_whenRowAndOptionDiffer_isRejected() throws Exception {
        write("Id,CreatedDate,TenantId,EntityId,OrgId\n"
                + "c1,2023-12-14T00:00:00Z,7," + ENTITY + ",us\n"
                + "c2,2023-12-14T00:00:00Z,8," + ENTITY + ",us\n"
                + "c3,2023-12-14T00:00:00Z,7,00000000-0000-4000-8000-0000000000e2,us\n"
                + "c4,2023-12-14T00:00:00Z,7," + ENTITY + ",eu\n"
                + "c5,2023-12-14T00:00:00Z,,,\n"
                + "c6,2023-12-14T00:00:00Z,7," + ENTITY.replace("-", "") + ",us\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--org=us")).isEqualTo(1);
        assertThat(rows("charge_id, org_id")).containsExactly("c1|us", "c5|us", "c6|us");
        assertThat(err).contains("TenantId is 8, --tenant is 7").contains("OrgId is 'eu', --org is 'us'");
    }

    @Test
    void tenant_whenItsFirstChargeHasNoOrg_hasNoMultiOrg() throws Exception {
        assertThat(load("Id,CreatedDate,OrgId\nc1,2023-12-14T00:00:00Z,\nc2,2023-12-14T00:00:00Z,us\n"))
                .isEqualTo(1);
        assertThat(query("select multi_org from tenant")).containsExactly("f");
        assertThat(err).contains("line 3: tenant 7 has no Multi-Org");
    }

    @Test
    void tenant_whenMultiOrg_needsAnOrgInEachRow() throws Exception {
        assertThat(load("Id,CreatedDate,OrgId\nc1,2023-12-14T00:00:00Z,us\nc2,2023-12-14T00:00:00Z,\n"))
                .isEqualTo(1);
        assertThat(err).contains("line 3: tenant 7 has Multi-Org, and the row has no org");
    }

    @Test
    void tenant_whenItDoesNotExist_needsATimeZone() throws Exception {
        write("Id,CreatedDate\nc,2023-12-14T00:00:00Z\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1])).isEqualTo(2);
        assertThat(err).contains("--time-zone");
        assertThat(query("select * from tenant")).isEmpty();
    }

    @Test
    void tenant_whenItExists_needsNone_andRefusesAnother() throws Exception {
        update("insert into tenant values (7, 'Seven', 'Asia/Shanghai', false)");
        write("Id,CreatedDate\nc,2023-12-14 00:00:00\n");
        assertThat(run("charges.csv", PLACE)).isEqualTo(2);
        assertThat(err).contains("tenant 7 is in Asia/Shanghai");
        assertThat(run("charges.csv", PLACE[0], PLACE[1])).as(err).isZero();
        assertThat(rows("created_on at time zone 'UTC'")).containsExactly("2023-12-13 16:00:00");
        assertThat(query("select name from tenant")).containsExactly("Seven");
    }

    /** What is decided by the first charge of each is decided by the one that commits first. */
    @ParameterizedTest
    @CsvSource({
        "true, America/New_York, with Multi-Org",
        "false, Asia/Shanghai, Asia/Shanghai",
        "false, America/New_York, ",
    })
    void tenant_whenAnotherImportCreatesItMeanwhile_isTheOthers(
            boolean multiOrg, String timeZone, @Nullable String told) throws Exception {
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("insert into tenant values (7, 'Seven', '" + timeZone + "', " + multiOrg + ")");
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> {
                try {
                    return load("Id,CreatedDate\nc,2023-12-14T00:00:00Z\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            await().until(() -> query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and datname = current_database()")
                    .equals(List.of("1")));
            other.commit();

            assertThat(code.join()).as(err).isEqualTo(told == null ? 0 : 2);
        }
        assertThat(rows("charge_id")).isEqualTo(told == null ? List.of("c") : List.of());
        assertThat(query("select time_zone, multi_org from tenant"))
                .containsExactly(timeZone + "|" + (multiOrg ? "t" : "f"));
        if (told != null) {
            assertThat(err).contains("Another import has created tenant 7").contains(told);
        }
    }

    @Test
    void options_whenWrong_areRefusedBeforeTheDatabaseOpens() throws Exception {
        write("Id,CreatedDate\n");
        AtomicBoolean opened = new AtomicBoolean();
        for (String wrong : List.of(
                "--time-zone=GMT+25",
                "--time-zone=+08:00",
                "--delimiter=ab",
                "--tenant=x",
                "--tenant=0",
                "--batch=0",
                "--rejects=nowhere/x.csv",
                "--rejects=charges.csv",
                "--entity=1-1-1-1-1",
                "--unknown")) {
            CommandLine line = new CommandLine(new ImportCommand(
                    () -> {
                        opened.set(true);
                        return database;
                    },
                    new ByteArrayInputStream(stdin),
                    folder));
            StringWriter errors = new StringWriter();
            line.setErr(new PrintWriter(errors));
            assertThat(line.execute("charges.csv", wrong)).as(wrong).isEqualTo(2);
            assertThat(errors.toString()).as(wrong).isNotBlank();
        }
        assertThat(run("missing.csv", PLACE)).isEqualTo(2);
        assertThat(opened).isFalse();
    }

    @Test
    void timeZone_whenPostgresqlDoesNotKnowIt_isRefused() throws Exception {
        assertThat(java.time.ZoneId.getAvailableZoneIds()).contains("SystemV/PST8PDT");
        write("Id,CreatedDate\nc,2023-12-14T00:00:00Z\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1], "--time-zone=SystemV/PST8PDT"))
                .isEqualTo(2);
        assertThat(err).contains("PostgreSQL does not know the time zone SystemV/PST8PDT");
        assertThat(query("select tenant_id from tenant")).isEmpty();
    }

    @Test
    void import_whenDelimiterIsTab_splitsAtTabs() throws Exception {
        write("Id\tCreatedDate\tNote\nc\t2023-12-14T00:00:00Z\ta,b\n");
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--delimiter=tab"))
                .as(err)
                .isZero();
    }

    @Test
    void import_whenFieldIsBig_isLoaded_andWhenHuge_isRejectedAlone() throws Exception {
        String big = "x".repeat(500_000);
        String huge = "\"" + "y\n".repeat(2_000_000);
        load("Id,CreatedDate,ChargeNumber\nc1,2023-12-14T00:00:00Z," + big + "\n");
        assertThat(rows("length(charge_number)")).containsExactly("500000");
        write("Id,CreatedDate,ChargeNumber\nc2,2023-12-14T00:00:00Z," + "z".repeat(5_000_000)
                + "\nc3,2023-12-14T00:00:00Z,n\nc4,2023-12-14T00:00:00Z," + huge);
        assertThat(run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--max-rejects=2"))
                .isEqualTo(1);
        assertThat(rows("charge_id")).containsExactly("c1", "c3");
        assertThat(err).contains("line 2: the record is longer than").contains("line 4: the record is longer than");
    }

    @Test
    void import_whenDatabaseIsOutOfReach_saysSo() throws Exception {
        org.postgresql.ds.PGSimpleDataSource nowhere = new org.postgresql.ds.PGSimpleDataSource();
        nowhere.setPortNumbers(new int[] {1});
        nowhere.setUser("x");
        database = nowhere;
        assertThat(load("Id,CreatedDate\nc,2023-12-14T00:00:00Z\n")).isEqualTo(3);
    }

    /** Whatever stands in a file comes back from the table as it was, and each bad row is named by its line. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void import_whenValuesAreNasty_losesNothing(long seed) throws Exception {
        String[] pieces = {
            "\"", ",", "\n", "\r\n", "\r", " ", "\t", "é", "漢", "😀", "\\", "\\N", "'", "%", ";", "null", "a", "B", "0",
            "\u00a0", "\u0001", "\u2028", "\ufeff", "{", "\u0085"
        };
        Random random = new Random(seed);
        StringBuilder file = new StringBuilder("Note,ChargeNumber,CreatedDate,AccountId,Id\r\n");
        List<String> expected = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String number = nasty(random, pieces);
            String account = nasty(random, pieces);
            String id = i + nasty(random, pieces);
            boolean dated = random.nextInt(20) > 0;
            boolean good = dated && trimmed(id).codePoints().noneMatch(ChargeImportTest::isInvisible);
            if (good) {
                expected.add(trimmed(id) + "|" + said(number) + "|" + said(account));
            } else {
                bad.add(String.valueOf(1
                        + Pattern.compile("\r\n|\r|\n").matcher(file).results().count()));
            }
            file.append(String.join(
                            ",",
                            quote(random, nasty(random, pieces)),
                            quote(random, number),
                            dated ? "2023-12-14T00:00:00Z" : "bad",
                            quote(random, account),
                            quote(random, id)))
                    .append(random.nextBoolean() ? "\n" : "\r\n");
        }
        write(file.toString());
        run("charges.csv", PLACE[0], PLACE[1], PLACE[2], "--batch=7");
        assertThat(rows("charge_id, charge_number, account_id")).isEqualTo(expected);
        assertThat(out).contains(" " + bad.size() + " rejected");
        assertThat(err.lines().filter(line -> line.startsWith("line ")).map(line -> line.replaceAll("line |:.*", "")))
                .isEqualTo(bad.subList(0, Math.min(10, bad.size())));
    }

    private static String said(String text) {
        String trimmed = trimmed(text);
        return trimmed.isEmpty() || trimmed.equalsIgnoreCase("null") || trimmed.equalsIgnoreCase("\\N")
                ? "null"
                : trimmed;
    }

    private static String trimmed(String text) {
        int[] characters = text.codePoints().toArray();
        int start = 0;
        int end = characters.length;
        while (start < end && isInvisible(characters[start])) {
            start++;
        }
        while (start < end && isInvisible(characters[end - 1])) {
            end--;
        }
        return new String(characters, start, end - start);
    }

    private static boolean isInvisible(int character) {
        return " \t\r\n\u00a0\u0001\u2028\ufeff\u0085".indexOf(character) >= 0;
    }

    private static String nasty(Random random, String[] pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static String quote(Random random, String text) {
        boolean needed = text.startsWith("\"") || text.contains(",") || text.contains("\n") || text.contains("\r");
        return needed || random.nextBoolean() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
