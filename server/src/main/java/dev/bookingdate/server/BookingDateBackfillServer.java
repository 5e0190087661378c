package dev.bookingdate.server;

import dev.bookingdate.server.command.Commands;
import java.time.Clock;
import java.util.OptionalInt;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the server, or runs a command where the first argument names one. */
@SpringBootApplication
public class BookingDateBackfillServer {

    public static void main(String... args) {
        OptionalInt exitCode = Commands.run(args);
        if (exitCode.isPresent()) {
            System.exit(exitCode.getAsInt());
        }
        SpringApplication.run(BookingDateBackfillServer.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
