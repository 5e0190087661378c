package dev.bookingdate.client;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "dev.bookingdate.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String GENERATED = "dev.bookingdate.client.generated..";
    private static final String MICROMETER = "dev.bookingdate.client.micrometer..";

    private static final DescribedPredicate<JavaClass> ROOMS = resideInAnyPackage(
            "dev.bookingdate.client.errors..",
            "dev.bookingdate.client.transport..",
            "dev.bookingdate.client.token..",
            "dev.bookingdate.client.operation..",
            "dev.bookingdate.client.wait..");

    @ArchTest
    static final ArchRule springIsNotNeeded =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule generatedCodeKnowsNothingHandWritten = noClasses()
            .that()
            .resideInAPackage(GENERATED)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.bookingdate..").and(not(resideInAPackage(GENERATED))));

    /** Each further one is a dependency of everybody who uses the client. */
    @ArchTest
    static final ArchRule fewThirdPartiesAreNeeded = classes()
            .that()
            .resideOutsideOfPackage(MICROMETER)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "javax.net.ssl..",
                    "dev.bookingdate.client..",
                    "tools.jackson..",
                    "com.fasterxml.jackson.annotation..",
                    "org.jspecify.annotations..",
                    "jakarta.annotation.."));

    /** Else nobody could do without it. */
    @ArchTest
    static final ArchRule nothingNeedsMicrometer = noClasses()
            .that()
            .resideOutsideOfPackage(MICROMETER)
            .should()
            .dependOnClassesThat(resideInAPackage(MICROMETER));

    /** Their packages are not exported: users could not even name them. */
    @ArchTest
    static final ArchRule theFaceShowsNothingOfItsRooms = codeUnits()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.bookingdate.client")
            .should(new ArchCondition<JavaCodeUnit>("name types that are exported") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                            .filter(ROOMS)
                            .forEach(type -> events.add(SimpleConditionEvent.violated(
                                    unit, unit.getFullName() + " names " + type.getName())));
                }
            });

    /** A type that is public once has to be kept. */
    @ArchTest
    static final ArchRule internalsAreNotPublic = classes()
            .that()
            .resideInAPackage("dev.bookingdate.client")
            .and()
            .haveSimpleNameNotStartingWith("Backfill")
            .and()
            .areNotAssignableTo(Exception.class)
            .and()
            .doNotBelongToAnyOf(
                    Attempt.class,
                    AsyncJobs.class,
                    CallObserver.class,
                    Compression.class,
                    JobEnd.class,
                    JobList.class,
                    JobPage.class,
                    JobTimes.class,
                    Failure.class,
                    Jobs.class,
                    JobsWithResponse.class,
                    Reason.class,
                    Response.class,
                    RetryPolicy.class)
            .should()
            .bePackagePrivate()
            .orShould()
            .bePrivate();
}
