package dev.bookingdate.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import picocli.CommandLine.Command;

@AnalyzeClasses(packages = "dev.bookingdate.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** What it can't do by the face, others could not do either. */
    @ArchTest
    static final ArchRule itIsMadeOfTheClientsFace = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "dev.bookingdate.cli..",
                    "dev.bookingdate.client",
                    "dev.bookingdate.client.generated",
                    "dev.bookingdate.client.generated.model",
                    "tools.jackson.databind..",
                    // Jackson's annotations kept their package.
                    "com.fasterxml.jackson.annotation..",
                    "org.jspecify.annotations..",
                    "picocli.."));

    @ArchTest
    static final ArchRule onlyOutputAndTerminal_writeResults = noClasses()
            .that()
            .areAnnotatedWith(Command.class)
            .and()
            .doNotHaveSimpleName("CommandLineTool")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.PrintWriter");

    @ArchTest
    static final ArchRule nothingIsPublicButTheProgram =
            classes().that().doNotHaveSimpleName("CommandLineTool").should().notBePublic();
}
