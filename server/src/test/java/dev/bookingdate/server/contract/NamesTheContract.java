package dev.bookingdate.server.contract;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** A generated test that fails says which contract is broken, and where. */
final class NamesTheContract implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Optional<GeneratedTest> test = GeneratedTest.of(context.getRequiredTestMethod());
        throw test.isPresent() ? test.get().broken(failure) : failure;
    }
}
