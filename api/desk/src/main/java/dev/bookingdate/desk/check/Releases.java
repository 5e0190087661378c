package dev.bookingdate.desk.check;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.check.Version.Step;
import dev.bookingdate.desk.consumer.Consumers;
import dev.bookingdate.desk.consumer.Consumers.Losses;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.diff.Finding;
import dev.bookingdate.desk.diff.Level;
import dev.bookingdate.desk.diff.Plane;
import dev.bookingdate.desk.source.Place;
import dev.bookingdate.desk.source.SpecNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a document with released versions, and says which version the difference needs. */
final class Releases {
    private final Api api;
    private final Consumers consumers;
    private final Waivers waivers;
    private final LocalDate today;
    private final Memory memory;
    /** Findings against a newer release, which are not repeated for older ones. */
    private final Set<String> reported = new HashSet<>();

    Releases(Api api, Consumers consumers, Waivers waivers, LocalDate today, Memory memory) {
        this.api = api;
        this.consumers = consumers;
        this.waivers = waivers;
        this.today = today;
        this.memory = memory;
    }

    /** Returns the remarks about releases, the newest first. */
    List<Remark> remarks(List<Release> releases) {
        return releases.stream().flatMap(release -> remarks(release).stream()).toList();
    }

    private List<Remark> remarks(Release release) {
        Api before = memory.release(release.file());
        Difference difference = Difference.between(before, api, today);
        Losses losses = consumers.losses(before, api, () -> memory.uses(release.file(), consumers));
        SpecNode info =
                api.root().get("info").flatMap(node -> node.raw("version")).orElse(api.root());
        Optional<Version> has = Version.of(info.text());
        List<Remark> remarks = new ArrayList<>();
        if (has.isEmpty()) {
            remarks.add(Remark.error(info.place(), "version", info.text() + " is no version such as 1.2.0"));
            return remarks;
        }
        Step needed = Step.NONE;
        List<Finding> kept = new ArrayList<>();
        for (Finding finding : difference.findings()) {
            Version next = release.version().next(step(finding));
            Remark remark = remark(finding, losses, next, has.get());
            if (finding.level().isRed() && waivers.covers(remark)) {
                continue;
            }
            kept.add(finding);
            needed = needed.compareTo(step(finding)) < 0 ? step(finding) : needed;
            if (finding.plane() != Plane.DOCUMENTATION
                    && reported.add(remark.rule() + remark.place() + finding.message())) {
                remarks.add(remark);
            }
        }
        Version next = release.version().next(needed);
        String verdict = verdict(new Difference(kept), release, next, has.get());
        boolean low = has.get().compareTo(next) < 0;
        remarks.add(
                low
                        ? Remark.error(info.place(), "version", verdict)
                        : new Remark(
                                info.place(), "since", false, release.version().toString(), verdict, null));
        return remarks;
    }

    private static String verdict(Difference difference, Release release, Version next, Version has) {
        String planes = Stream.of(Plane.WIRE, Plane.SOURCE, Plane.BEHAVIOUR)
                .map(plane -> plane.shown() + " " + difference.level(plane).shown())
                .collect(Collectors.joining(", "));
        long texts = difference.findings().stream()
                .filter(one -> one.plane() == Plane.DOCUMENTATION)
                .count();
        String prose = texts == 0 ? "" : ", " + texts + (texts == 1 ? " text" : " texts") + " changed";
        String version = next.equals(release.version()) ? "" : "; needs " + next + ", and is " + has;
        return "against " + release.version() + ": " + planes + prose + version;
    }

    private static Step step(Finding finding) {
        boolean breaks =
                finding.level(Plane.WIRE).isRed() || finding.level(Plane.SOURCE).isRed();
        if (breaks) {
            return Step.MAJOR;
        }
        boolean said = finding.levels().entrySet().stream()
                .allMatch(one -> one.getKey() == Plane.DOCUMENTATION || one.getValue() == Level.NONE);
        return said ? Step.PATCH : Step.MINOR;
    }

    /** A finding is only red as long as the version does not say it. */
    private static Remark remark(Finding finding, Losses losses, Version next, Version has) {
        boolean red = finding.level().isRed() && has.compareTo(next) < 0;
        String plane =
                finding.plane() == Plane.WIRE ? "" : " (" + finding.plane().shown() + ")";
        String lost = lost(losses, finding);
        String text =
                finding.message() + reached(finding) + (lost.isEmpty() ? "" : "; breaks " + lost) + "; needs " + next;
        Place place = finding.location().place();
        String print = Remark.fingerprint(finding.rule(), finding.location().pointer(), finding.message());
        return new Remark(place, finding.level().shown() + plane, red, finding.rule(), text, red ? print : null);
    }

    /** By consumer, what it does and relies on. */
    private static String lost(Losses losses, Finding finding) {
        Map<String, Set<String>> lost = new LinkedHashMap<>();
        losses.of(finding)
                .forEach(loss -> lost.computeIfAbsent(loss.consumer(), any -> new LinkedHashSet<>())
                        .add(loss.call() + ": " + loss.what()));
        return lost.entrySet().stream()
                .map(one -> one.getKey() + " (" + few(one.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String few(Set<String> all) {
        String few = all.stream().limit(2).collect(Collectors.joining(", "));
        return all.size() <= 2 ? few : few + " and " + (all.size() - 2) + " more";
    }

    private static String reached(Finding finding) {
        List<String> operations = finding.operations();
        if (operations.isEmpty() || (operations.size() == 1 && finding.message().contains(operations.get(0)))) {
            return "";
        }
        String named = operations.stream().limit(3).collect(Collectors.joining(", "));
        return " (reached by " + named + (operations.size() > 3 ? " and " + (operations.size() - 3) + " more" : "")
                + ")";
    }
}
