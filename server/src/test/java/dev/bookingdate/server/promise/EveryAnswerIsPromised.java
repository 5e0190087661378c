package dev.bookingdate.server.promise;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails the test in which a server has answered what the spec does not promise. Registered for all tests by {@code
 * META-INF/services}. What is seen after a test is the class's; what is seen after the last class is
 * the run's. Properties of jqwik call {@link AnswersSeen#check} themselves.
 */
public final class EveryAnswerIsPromised implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Store run = context.getRoot().getStore(Namespace.create(EveryAnswerIsPromised.class));
        run.computeIfAbsent(EndOfRun.class, key -> new EndOfRun(), EndOfRun.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    private static void check(ExtensionContext context) {
        if (optOut(context).isPresent()) {
            AnswersSeen.takeUnpromised();
        } else {
            AnswersSeen.check();
        }
    }

    private static Optional<UnpromisedAnswers> optOut(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, UnpromisedAnswers.class))
                .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), UnpromisedAnswers.class));
    }

    /** JUnit closes it after the last test. */
    private record EndOfRun() implements AutoCloseable {

        @Override
        public void close() {
            System.out.println(AnswersSeen.summary());
            AnswersSeen.check();
        }
    }
}
