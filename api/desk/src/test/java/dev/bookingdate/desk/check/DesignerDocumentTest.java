package dev.bookingdate.desk.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.bookingdate.desk.command.CheckText;
import dev.bookingdate.desk.source.Bundle;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.source.UnusableException;
import dev.bookingdate.desk.source.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Edits of this repository's document as a designer tries them: each says what is right, and {@code docs/designer.md} shows
 * what is printed. `./mvnw -pl api/desk test -Pgolden` writes the document anew.
 */
@Tag("long")
class DesignerDocumentTest {
    private static final Path API = Path.of("..");
    private static final Path CONSUMERS = Path.of("../../contracts/consumers");
    private static final Path DOCUMENT = Path.of("../../docs/designer.md");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
    private static final int SCREEN = 30;
    private static final String BEGIN = "<!-- Below this line the document is written by DesignerDocumentTest. -->\n";

    @TempDir
    Path folder;

    private final Map<Path, String> untouched = new LinkedHashMap<>();
    private String version = "";

    @Test
    @Tag("golden")
    void eachEdit_saysWhatIsRight_andTheDocumentShowsIt() throws IOException {
        copy();
        Path document = folder.resolve("api/openapi.yaml");
        Check check = new Check(document, Optional.of(folder.resolve("contracts/consumers")), code());
        StringBuilder shown = new StringBuilder();
        List<SpecNode> edits = edits();
        assertThat(edits).hasSizeGreaterThanOrEqualTo(45);
        assertSoftly(softly -> edits.forEach(edit -> {
            String printed = printed(document, check, edit);
            String name = edit.text("name").orElseThrow();
            for (SpecNode says : edit.items("says")) {
                softly.assertThat(printed).as(name).contains(wanted(says.text()));
            }
            edit.items("saysNot")
                    .forEach(not -> softly.assertThat(printed).as(name).doesNotContain(not.text()));
            softly.assertThat(printed.lines().count()).as(name).isLessThanOrEqualTo(SCREEN);
            shown.append("\n### ").append(name).append("\n").append(shown(edit)).append("```\n");
            shown.append(printed).append("```\n");
        }));

        String whole = Files.readString(DOCUMENT);
        String written = whole.substring(0, whole.indexOf(BEGIN)) + BEGIN + shown;
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, written);
        }
        assertThat(DOCUMENT)
                .as(
                        "docs/designer.md, made from the edits. If the change is intended, run ./mvnw test -Pgolden and commit the"
                                + " difference")
                .hasContent(written);
    }

    /** As api/pom.xml names them. */
    private static List<Code> code() {
        return Stream.of("server/src/main/java/dev/bookingdate/server/api", "client/src/main/java")
                .map(sources -> new Code("BookingDateBackfill", Path.of("../..").resolve(sources)))
                .toList();
    }

    private String printed(Path document, Check check, SpecNode edit) {
        try {
            apply(edit);
            String text;
            try {
                text = CheckText.of(document, check.run(TODAY));
            } catch (UnusableException unusable) {
                text = unusable.getMessage() + "\n";
            }
            return text.replace(folder + "/", "").replace("../../", "");
        } catch (IOException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }

    private String wanted(String text) {
        Version now = Version.of(version).orElseThrow();
        return text.replace("{minor}", now.next(Version.Step.MINOR).toString())
                .replace("{patch}", now.next(Version.Step.PATCH).toString());
    }

    private void apply(SpecNode edit) throws IOException {
        for (Map.Entry<Path, String> file : untouched.entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
        List<SpecNode> parts = new ArrayList<>(List.of(edit));
        parts.addAll(edit.items("and"));
        for (SpecNode part : parts) {
            Path file = folder.resolve("api").resolve(part.text("in").orElseThrow());
            String from = part.text("from").orElseThrow().replace("{version}", version);
            String text = Files.readString(file);
            assertThat(text).as("%s", edit.text("name")).contains(from);
            Files.writeString(file, text.replace(from, part.text("to").orElseThrow()));
        }
        List<SpecNode> copied = edit.items("copied");
        if (!copied.isEmpty()) {
            Path api = folder.resolve("api");
            String text = Files.readString(api.resolve(copied.get(0).text()));
            Files.writeString(
                    api.resolve(copied.get(1).text()),
                    text.replace(copied.get(2).text(), copied.get(3).text()));
        }
    }

    @AfterEach
    void nothingOfTheRepositoryIsTouched() {
        untouched.keySet().forEach(file -> assertThat(file).startsWith(folder));
    }

    /** The document as it would be right after its release. */
    private void copy() throws IOException {
        try (Stream<Path> files = Files.walk(API)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = API.relativize(file).toString().replace('\\', '/');
                if (name.matches("(openapi|house-rules|waivers)\\.yaml|guide\\.md|(paths|components)/.*")) {
                    Path to = folder.resolve("api").resolve(name);
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                    untouched.put(to, Files.readString(to));
                }
            }
        }
        try (Stream<Path> files = Files.walk(CONSUMERS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve("contracts/consumers")
                        .resolve(CONSUMERS.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        SpecNode root = Bundle.read(folder.resolve("api/openapi.yaml"));
        version = root.get("info").flatMap(info -> info.text("version")).orElseThrow();
        Files.createDirectories(folder.resolve("api/released"));
        String text = YamlText.of(root.json());
        Files.writeString(folder.resolve("api/released/" + version + ".yaml"), text);
        String hash = Remark.sha256(text.getBytes(StandardCharsets.UTF_8));
        Files.writeString(folder.resolve("api/released/SHA256SUMS"), hash + "  " + version + ".yaml\n");
    }

    private static List<SpecNode> edits() throws IOException {
        try (var resource = DesignerDocumentTest.class.getResourceAsStream("/designer/edits.yaml")) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return SpecFiles.data("edits.yaml", "edits:\n" + text.indent(2)).items("edits");
        }
    }

    private static String shown(SpecNode edit) {
        StringBuilder shown = new StringBuilder();
        List<SpecNode> parts = new ArrayList<>(List.of(edit));
        parts.addAll(edit.items("and"));
        shown.append("```diff\n");
        for (SpecNode part : parts) {
            shown.append("# api/").append(part.text("in").orElseThrow()).append('\n');
            lines(shown, "- ", part.text("from").orElseThrow());
            lines(shown, "+ ", part.text("to").orElseThrow());
        }
        return shown.append("```\n").toString();
    }

    private static void lines(StringBuilder shown, String mark, String text) {
        text.lines().forEach(line -> shown.append(mark).append(line).append('\n'));
    }
}
