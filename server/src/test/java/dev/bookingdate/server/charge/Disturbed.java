package dev.bookingdate.server.charge;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A file with charges in it, written as badly as files are, and what it means. */
final class Disturbed {

    private static final int CHARGES = 300;
    private static final long FIRST_SECOND = 1_577_836_800; // 2020-01-01T00:00:00Z
    private static final String[] NOTHING = {
        "", " ", "NULL", "null", "\\N", "N/A", "-", "None", "nan", "\u00a0", "\u200b"
    };
    private static final String[] AROUND = {"", "", "", " ", "\t", "\u00a0", "\u200b", "\ufeff", "  "};

    private final Random random;
    private final char delimiter;
    private final boolean utf16;
    private final StringBuilder text = new StringBuilder();
    private final List<String> loaded = new ArrayList<>();
    private final List<String> rejectedLines = new ArrayList<>();
    private int line;
    private int blankRows;
    private int bareDates;
    private int missingOriginals;

    Disturbed(long seed) {
        random = new Random(seed);
        delimiter = random.nextBoolean() ? ',' : ';';
        utf16 = random.nextInt(3) == 0;
        if (delimiter == ';') {
            write("sep=;");
        }
        write(row(" Id", "OriginalId ", "Created Date", "SEGMENT", "Note"));
        List<Runnable> rows = new ArrayList<>();
        for (int i = 0; i < CHARGES; i++) {
            int number = i;
            rows.add(() -> charge(number));
        }
        Collections.shuffle(rows, random);
        rows.forEach(Runnable::run);
        // Each kind at least once.
        blank();
        write(row("bare", "", "2021-07-01", "1", ""));
        loaded.add("bare|bare|1625112000|1");
        bareDates++;
        write(row("orphan", "nowhere", "2021-07-01T00:00:00Z", "1", ""));
        loaded.add("orphan|nowhere|1625097600|1");
        missingOriginals++;
    }

    byte[] file() {
        return utf16
                ? ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE)
                : text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The rows of the table, in the order of the file. */
    List<String> loaded() {
        return loaded;
    }

    List<String> rejectedLines() {
        return rejectedLines;
    }

    int blankRows() {
        return blankRows;
    }

    int bareDates() {
        return bareDates;
    }

    int missingOriginals() {
        return missingOriginals;
    }

    /** Nine in ten have an original, which may come later in the file, or be the charge itself. */
    private void charge(int number) {
        boolean own = number % 10 == 0;
        String id = "c" + number;
        String original = own ? id : "c" + number / 10 * 10;
        long second = FIRST_SECOND + number * 86_461L;
        int segment = 1 + random.nextInt(3);
        String written = row(
                around(id),
                own && random.nextBoolean() ? pick(NOTHING) : around(original),
                around(time(second)),
                around(segment + pick("", ".0", ".")),
                pick("", "x", "y"));
        String meant = id + "|" + original + "|" + second + "|" + segment;
        switch (random.nextInt(12)) {
            case 0 -> {
                write(written);
                write(written);
                loaded.add(meant);
            }
            case 1 -> {
                // Others have it for their original, so it can only be left out where nobody does.
                if (own) {
                    write(written);
                    loaded.add(meant);
                } else {
                    reject(row(id, original, time(second), "1", ""));
                    reject(row(id, original, time(second), "2", ""));
                }
            }
            case 2 -> {
                reject(row("bad " + number, "", time(second), "1", ""));
                write(written);
                loaded.add(meant);
            }
            case 3 -> {
                reject(row(
                        "r" + number,
                        "",
                        pick("never", "02/14/2022", "2021-07-01 10:00 CST", "9999-12-31", ""),
                        "1",
                        ""));
                write(written);
                loaded.add(meant);
            }
            case 4 -> {
                blank();
                write(written);
                loaded.add(meant);
            }
            case 5 -> {
                write(written + delimiter + pick("", " ", "" + delimiter));
                loaded.add(meant);
            }
            default -> {
                write(written);
                loaded.add(meant);
            }
        }
    }

    private String around(String value) {
        return pick(AROUND) + value + pick(AROUND);
    }

    private String time(long second) {
        Instant instant = Instant.ofEpochSecond(second);
        String utc = instant.toString();
        return switch (random.nextInt(6)) {
            case 0 -> utc.replace('T', ' ').replace("Z", " UTC");
            case 1 -> utc + "[UTC]";
            case 2 -> Instant.ofEpochSecond(second + 3600).toString().replace("Z", "+1:00");
            case 3 -> Instant.ofEpochSecond(second - 8 * 3600).toString().replace("Z", "-08");
            case 4 -> utc.replace("Z", ".000000 GMT");
            default -> utc;
        };
    }

    private void blank() {
        write(pick("  ", "" + delimiter + delimiter, " " + delimiter + " ", "\t"));
        blankRows++;
    }

    private void reject(String row) {
        write(row);
        rejectedLines.add(String.valueOf(line));
    }

    private void write(String row) {
        text.append(row).append(pick("\n", "\r\n"));
        line++;
    }

    private String row(String... fields) {
        return String.join(String.valueOf(delimiter), fields);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
