package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the READMEs show of the client compiles against the client. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path classes;

    static Stream<String> blocks() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int begin = readme.indexOf("## From Java");
        String first = readme.substring(begin, readme.indexOf("\n## ", begin + 1));
        List<String> code = BLOCK.matcher(first + Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(code).hasSizeGreaterThanOrEqualTo(5);
        return code.stream();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void block_compiles(String block) {
        String parameters = block.contains("BackfillClient client =") ? "" : "BackfillClient client, String jobId";
        String source = "import dev.bookingdate.client.*;\nimport java.time.Duration;\n"
                + "abstract class Shown {\n"
                + "abstract void log(String line);\nabstract String tokenOfYourOwn();\n"
                + "void shown(" + parameters + ") {\n" + block + "}\n}\n";
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

        boolean compiled = compiler.getTask(
                        null,
                        null,
                        problems,
                        List.of(
                                "-d",
                                classes.toString(),
                                "-classpath",
                                System.getProperty("java.class.path"),
                                "-proc:none"),
                        null,
                        List.of(new Source(source)))
                .call();

        assertThat(compiled)
                .as(() -> block
                        + problems.getDiagnostics().stream()
                                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                                .toList())
                .isTrue();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        Source(String code) {
            super(URI.create("string:///Shown.java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
