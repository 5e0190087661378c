package dev.bookingdate.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Which room may import which, and what is used in one room only. */
@AnalyzeClasses(packages = "dev.bookingdate.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String SERVER = "dev.bookingdate.server";
    private static final String GENERATED = SERVER + ".generated..";

    /** Every arrow between two rooms that there is. Any other is a mistake, or a decision that belongs into this list. */
    private static final Set<String> ARROWS = Set.of(
            "root → start",
            "http → caller",
            "console → http",
            "http → call",
            "http → connection",
            "http → database",
            "http → error",
            "http → generated",
            "http → idempotency",
            "idempotency → database",
            "idempotency → error",
            "http → limit",
            "api → caller",
            "api → call",
            "api → job",
            "api → generated",
            "caller → error",
            "caller → token",
            "token → call",
            "token → connection",
            "token → database",
            "token → error",
            "token → generated",
            "token → limit",
            "limit → database",
            "limit → error",
            "job → caller",
            "job → database",
            "job → error",
            "engine → job",
            "engine → database",
            "charge → database",
            "export → charge",
            "export → database",
            "export → job",
            "command → database",
            "token → command",
            "charge → command",
            "export → command",
            "job → command",
            "tenant → command",
            "start → command",
            "start → token",
            "start → charge",
            "start → database",
            "start → engine",
            "start → export",
            "start → job",
            "start → tenant",
            "start → webhook",
            "webhook → command",
            "webhook → database",
            "webhook → job",
            "tenant → database",
            "retention → database",
            "retention → idempotency",
            "retention → job",
            "production → database",
            "demo → charge");

    @ArchTest
    static void roomsImportEachOther_onlyAsDrawn(JavaClasses classes) {
        SortedMap<String, String> found = classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> resideInAPackage(SERVER + "..").test(dependency.getTargetClass()))
                .filter(dependency -> !room(dependency.getOriginClass()).equals(room(dependency.getTargetClass())))
                .collect(Collectors.toMap(
                        ArchitectureTest::arrow, Dependency::getDescription, (one, more) -> one, TreeMap::new));

        assertThat(found.keySet())
                .as(() -> "the arrows between rooms; an example of each that is not drawn:\n"
                        + found.entrySet().stream()
                                .filter(arrow -> !ARROWS.contains(arrow.getKey()))
                                .map(arrow -> arrow.getKey() + ": " + arrow.getValue())
                                .collect(Collectors.joining("\n")))
                .containsExactlyInAnyOrderElementsOf(ARROWS);
    }

    @ArchTest
    static final SliceRule roomsHaveNoCycles =
            slices().matching(SERVER + ".(*)..").should().beFreeOfCycles();

    /** The token operation has no delegate, so its answer is written where the token is made. */
    @ArchTest
    static final ArchRule tokenKnowsOfTheWireOnlyItsAnswer = noClasses()
            .that()
            .resideInAPackage(SERVER + ".token..")
            .and()
            .haveNameNotMatching(".*[.]TokenEndpoint([$].*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(GENERATED);

    /** Else it could not be generated anew at any time. */
    @ArchTest
    static final ArchRule generatedCodeKnowsNothingHandWritten = noClasses()
            .that()
            .resideInAPackage(GENERATED)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.bookingdate..").and(not(resideInAPackage(GENERATED))));

    /** Delegates translate and hand on; what is asked of the database is the jobs' affair. */
    @ArchTest
    static final ArchRule delegatesUseNoDatabase = noClasses()
            .that()
            .resideInAPackage(SERVER + ".api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.postgresql..",
                    "org.springframework.jdbc..",
                    "org.springframework.transaction..");

    /** Who runs what is decided by db-scheduler, and the rest of the server does not know that. */
    @ArchTest
    static final ArchRule onlyTheEngineKnowsTheScheduler = noClasses()
            .that()
            .resideOutsideOfPackage(SERVER + ".engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.kagkarlsson..");

    @ArchTest
    static final ArchRule onlyTheDatabaseRoomMakesPools = noClasses()
            .that()
            .resideOutsideOfPackage(SERVER + ".database..")
            .and()
            // It sizes its own two pools.
            .haveNameNotMatching(".*[.]engine[.]EngineConfiguration([$].*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.zaxxer.hikari..");

    @ArchTest
    static final ArchRule dependenciesComeThroughConstructors = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule logsGoThroughSlf4j =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    /** Under a locale with other digits PostgreSQL was given a port that it could not read. */
    @ArchTest
    static final ArchRule textDoesNotHangOnTheLocale = noClasses()
            .that()
            .resideOutsideOfPackage(SERVER + ".generated..")
            .should()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintStream.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase");

    @ArchTest
    static final ArchRule namesAreTheDomains = classes()
            .that()
            .doNotHaveFullyQualifiedName(SERVER + ".generated.api.ApiUtil")
            .should()
            .haveNameNotMatching(".*(Manager|Helper|Utils?|Impl|Base)([$].*)?");

    @ArchTest
    static void everyPackage_isNullMarked(JavaClasses classes) {
        Stream<JavaPackage> packages =
                classes.stream().map(JavaClass::getPackage).distinct();
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(room -> assertThat(room.isAnnotatedWith(NullMarked.class))
                        .as(room.getName())
                        .isTrue());
    }

    private static String arrow(Dependency dependency) {
        return room(dependency.getOriginClass()) + " → " + room(dependency.getTargetClass());
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(SERVER)
                ? "root"
                : name.substring(SERVER.length() + 1).replaceFirst("[.].*", "");
    }
}
