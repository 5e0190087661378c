package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.spec.ErrorCode;
import dev.bookingdate.contracts.spec.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("errors.document", "../docs/errors.md"));

    private final Spec spec = Spec.read();

    @Test
    @Tag("golden")
    void document_isWhatTheSpecSays() throws IOException {
        String wanted = ErrorsDocument.of(spec);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, wanted);
        }
        assertThat(DOCUMENT)
                .as(
                        "docs/errors.md, made from the spec. If the change is intended, run ./mvnw test -Pgolden and commit the"
                                + " difference")
                .hasContent(wanted);
    }

    @Test
    void everyStatusWithItsOwnResponse_hasAnErrorCode_andTheOtherWayRound() {
        assertThat(spec.operations())
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(operation.errorCodes().stream()
                                .map(ErrorCode::status)
                                .distinct()
                                .map(String::valueOf))
                        .as(operation.id())
                        .containsExactlyInAnyOrderElementsOf(operation.statuses().stream()
                                .filter(status -> status.matches("[45][0-9][0-9]"))
                                .toList()));
    }
}
