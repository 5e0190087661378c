package dev.bookingdate.server;

import dev.bookingdate.server.start.Commands;
import dev.bookingdate.server.start.StartFailure;
import java.time.Clock;
import java.util.OptionalInt;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the server, or runs the command that the arguments name. */
@SpringBootApplication
public class BookingDateBackfillServer {

    public static void main(String... args) {
        OptionalInt exitCode = Commands.run(args);
        if (exitCode.isPresent()) {
            System.exit(exitCode.getAsInt());
        }
        try {
            SpringApplication.run(BookingDateBackfillServer.class, args);
        } catch (RuntimeException failure) {
            // The log has it already.
            System.exit(StartFailure.exitCode(failure));
        }
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
