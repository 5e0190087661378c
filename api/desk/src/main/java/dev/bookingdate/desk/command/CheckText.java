package dev.bookingdate.desk.command;

import dev.bookingdate.desk.check.Check.Outcome;
import dev.bookingdate.desk.check.Remark;
import java.nio.file.Path;
import java.util.List;

/** A verdict for the terminal: a line each, and at most a screen. */
public final class CheckText {
    private static final int MOST_RED = 25;
    private static final int MOST_OTHERS = 8;

    private CheckText() {}

    public static String of(Path document, Outcome outcome) {
        StringBuilder text = new StringBuilder();
        List<Remark> red = outcome.remarks().stream().filter(Remark::isRed).toList();
        List<Remark> verdicts = outcome.remarks().stream()
                .filter(one -> one.level().equals("since"))
                .toList();
        List<Remark> others = outcome.remarks().stream()
                .filter(one -> !one.isRed() && !verdicts.contains(one))
                .toList();
        lines(text, red, MOST_RED, "more to mend");
        lines(text, others, MOST_OTHERS, "more that are no matter for this version");
        verdicts.forEach(one -> text.append(one.text()).append('\n'));
        text.append(red.isEmpty() ? document + ": fit to be released\n" : unfit(document, red.size()));
        return text.toString();
    }

    static String unfit(Path document, int toMend) {
        return document + ": not fit to be released, " + toMend + " to mend\n";
    }

    private static void lines(StringBuilder text, List<Remark> remarks, int most, String more) {
        remarks.stream().limit(most).forEach(one -> text.append(one).append('\n'));
        if (remarks.size() > most) {
            text.append(remarks.size() - most).append(' ').append(more).append('\n');
        }
    }
}
