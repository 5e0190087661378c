package dev.bookingdate.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.server.generated.api.BookingDateBackfillApiController;
import dev.bookingdate.server.generated.api.BookingDateBackfillApiDelegate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The generator's own controller starts without a delegate and answers 501; ours does not start. */
class MissingDelegateTest {

    @Test
    void start_whenNoDelegateIsThere_fails() {
        assertThatThrownBy(() -> new AnnotationConfigApplicationContext(BookingDateBackfillApiController.class).close())
                .isInstanceOf(UnsatisfiedDependencyException.class)
                .hasMessageContaining(BookingDateBackfillApiDelegate.class.getSimpleName());
    }
}
