package dev.bookingdate.client;

import dev.bookingdate.golden.GoldenSignatures;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A new generator, option or template changes what callers compile against only when somebody has looked at it. */
@Tag("golden")
class GeneratedSignaturesTest {

    @Test
    void signatures_areThoseThatWereReviewed() throws IOException {
        GoldenSignatures.verify("dev.bookingdate.client.generated", "client-signatures.txt");
    }
}
