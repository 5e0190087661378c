package dev.bookingdate.server.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Values of one kind, from several rounds or calls. */
final class Samples {

    private final List<Double> values = new ArrayList<>();

    synchronized void add(double value) {
        values.add(value);
    }

    synchronized void addAll(Samples others) {
        values.addAll(others.values());
    }

    synchronized List<Double> values() {
        return List.copyOf(values);
    }

    synchronized int count() {
        return values.size();
    }

    double median() {
        List<Double> sorted = sorted();
        int half = sorted.size() / 2;
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** The value that {@code percent} of them do not exceed. */
    double percentile(double percent) {
        List<Double> sorted = sorted();
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100) - 1));
    }

    double max() {
        return percentile(100);
    }

    /** Median, least and greatest: {@code 1.52 (1.40–1.61)}. */
    String spread(String format) {
        List<Double> sorted = sorted();
        if (sorted.isEmpty()) {
            return "–";
        }
        String pattern = format + " (" + format + "–" + format + ")";
        return String.format(Locale.ROOT, pattern, median(), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    private synchronized List<Double> sorted() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted;
    }
}
