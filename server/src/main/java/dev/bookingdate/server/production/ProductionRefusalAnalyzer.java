package dev.bookingdate.server.production;

import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is to be done, in the place of a stack trace. */
final class ProductionRefusalAnalyzer extends AbstractFailureAnalyzer<ProductionRefusedException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, ProductionRefusedException refusal) {
        return new FailureAnalysis(
                "Production mode (bookingdate.production=true) refuses to start:"
                        + listed(refusal, ProductionRefusedException.Broken::rule),
                "Settings of production mode:" + listed(refusal, ProductionRefusedException.Broken::remedy),
                failure);
    }

    private static String listed(
            ProductionRefusedException refusal, Function<ProductionRefusedException.Broken, String> part) {
        return refusal.broken().stream().map(part).collect(Collectors.joining("\n- ", "\n- ", ""));
    }
}
