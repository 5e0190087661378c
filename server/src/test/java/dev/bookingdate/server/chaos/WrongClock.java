package dev.bookingdate.server.chaos;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.bookingdate.server.BookingDateBackfillServer;
import java.time.Instant;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;

/**
 * The server in a process whose clock is off: everything that asks java.time for the time, db-scheduler and the tokens
 * included, gets an answer that is wrong by so many seconds. What measures durations is right.
 */
final class WrongClock {

    /** The system property that says by how much. */
    static final String SECONDS = "chaos.clock.seconds";

    private WrongClock() {}

    public static void main(String... args) {
        // Known before the class that tells the time is changed.
        ClassFileLocator locator = ClassFileLocator.ForClassLoader.ofSystemLoader();
        new ByteBuddy()
                .redefine(java.time.Clock.class, locator)
                .visit(Advice.to(Shift.class, ClassFileLocator.ForClassLoader.of(WrongClock.class.getClassLoader()))
                        .on(named("currentInstant")))
                .make()
                .load(null, ClassReloadingStrategy.of(ByteBuddyAgent.install()));
        System.out.println("This node says that it is " + Instant.now());
        BookingDateBackfillServer.main(args);
    }

    /** Woven into the JDK's own method. */
    static final class Shift {

        private Shift() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Instant now) {
            now = now.plusSeconds(Long.getLong("chaos.clock.seconds", 0));
        }
    }
}
