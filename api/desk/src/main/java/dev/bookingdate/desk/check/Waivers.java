package dev.bookingdate.desk.check;

import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is accepted for a while, each with its reason: one that has expired, or that nothing needs, is an error itself. */
final class Waivers {
    private static final Set<String> KEYS = Set.of("fingerprint", "finding", "reason", "until");

    private final List<SpecNode> waivers;
    private final LocalDate today;
    private final Set<String> used = new HashSet<>();

    private Waivers(List<SpecNode> waivers, LocalDate today) {
        this.waivers = waivers;
        this.today = today;
    }

    static Waivers read(Path file, LocalDate today) {
        if (!Files.exists(file)) {
            return new Waivers(List.of(), today);
        }
        return new Waivers(SpecFiles.data(file, file.toString()).items("waivers"), today);
    }

    boolean covers(Remark remark) {
        return remark.waiver()
                .filter(fingerprint -> waivers.stream()
                        .anyMatch(
                                waiver -> waiver.text("fingerprint").orElse("").equals(fingerprint) && !isOver(waiver)))
                .map(fingerprint -> {
                    used.add(fingerprint);
                    return true;
                })
                .orElse(false);
    }

    private boolean isOver(SpecNode waiver) {
        return until(waiver).isBefore(today);
    }

    private static LocalDate until(SpecNode waiver) {
        SpecNode until =
                waiver.get("until").orElseThrow(() -> waiver.wrong("a waiver with fingerprint, reason and until"));
        try {
            return LocalDate.parse(until.text());
        } catch (DateTimeParseException unreadable) {
            throw until.wrong("a date such as 2027-01-31");
        }
    }

    /** Returns what is wrong with the waivers themselves, after all remarks were asked about. */
    List<Remark> errors() {
        List<Remark> errors = new ArrayList<>();
        for (SpecNode waiver : waivers) {
            String fingerprint = waiver.text("fingerprint").orElse("");
            waiver.members().forEach((name, member) -> {
                if (!KEYS.contains(name)) {
                    errors.add(Remark.error(
                            member.place(), "waiver", name + " is none of fingerprint, finding, reason, until"));
                }
            });
            if (waiver.text("reason").orElse("").isBlank()) {
                errors.add(Remark.error(waiver.place(), "waiver", "a waiver must have a reason"));
            }
            if (isOver(waiver)) {
                errors.add(Remark.error(
                        waiver.place(), "waiver-expired", fingerprint + " was accepted until " + until(waiver)));
            } else if (!used.contains(fingerprint)) {
                errors.add(Remark.error(
                        waiver.place(), "waiver-unused", fingerprint + " is no finding any more: remove it"));
            }
        }
        return errors;
    }
}
