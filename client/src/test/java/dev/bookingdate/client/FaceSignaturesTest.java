package dev.bookingdate.client;

import dev.bookingdate.golden.GoldenSignatures;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What users of the face compile against changes only as a line of a diff that somebody has looked at. */
@Tag("golden")
class FaceSignaturesTest {

    @Test
    void signatures_areThoseThatWereReviewed() throws IOException {
        GoldenSignatures.verify(
                type -> type.getPackageName().matches("dev.bookingdate.client(.micrometer)?"),
                "dev.bookingdate.client",
                "client-face-signatures.txt");
    }
}
