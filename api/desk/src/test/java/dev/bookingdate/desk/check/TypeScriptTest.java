package dev.bookingdate.desk.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bookingdate.desk.source.Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user of TypeScript generates types from the document, and a stop compiles with {@code --strict}. */
@Tag("long")
class TypeScriptTest {
    private static final String[] PACKAGES = {"openapi-typescript@7.9.1", "openapi-fetch@0.17.0", "typescript@5.9.3"};

    @TempDir
    Path folder;

    @BeforeEach
    void packages() throws IOException, InterruptedException {
        String[] install = new String[PACKAGES.length + 4];
        install[0] = "npm";
        install[1] = "install";
        install[2] = "--no-audit";
        install[3] = "--no-fund";
        System.arraycopy(PACKAGES, 0, install, 4, PACKAGES.length);
        boolean there;
        try {
            Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
            there = run(install).code() == 0;
        } catch (IOException noNode) {
            there = false;
        }
        assumeTrue(there, "neither Node nor the packages are there");
        Files.writeString(
                folder.resolve("openapi.json"),
                Bundle.read(Path.of("../openapi.yaml")).json().toString());
        Ended generated = run("npx", "openapi-typescript", "openapi.json", "-o", "api.d.ts");
        assertThat(generated.code()).as(generated.said()).isZero();
    }

    @Test
    void aStop_compiles_andOnlyAStop() throws IOException, InterruptedException {
        String stop = Files.readString(Path.of("src/test/resources/typescript/stop.ts"));
        Files.writeString(folder.resolve("stop.ts"), stop);
        Ended compiled = compiled();
        assertThat(compiled.code()).as(compiled.said()).isZero();

        Files.writeString(folder.resolve("stop.ts"), stop.replace("status: 'Stopping'", "status: 'Stopped'"));
        assertThat(compiled().said()).contains("'\"Stopped\"' is not assignable to type '\"Stopping\"'");
        Files.writeString(folder.resolve("stop.ts"), stop.replace("error.requestId", "error.request"));
        assertThat(compiled().said()).contains("Property 'request' does not exist");
    }

    private Ended compiled() throws IOException, InterruptedException {
        return run(
                "npx",
                "tsc",
                "--strict",
                "--noEmit",
                "--target",
                "es2022",
                "--module",
                "nodenext",
                "--skipLibCheck",
                "stop.ts");
    }

    private record Ended(int code, String said) {}

    private Ended run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
