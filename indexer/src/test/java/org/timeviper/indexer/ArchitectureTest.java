package org.timeviper.indexer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which way the service's packages depend. */
class ArchitectureTest {

    private static final String ROOT = "org.timeviper.indexer";
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCircles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(SERVICE);
    }

    /** Decoding runs in a process of its own, and must be fit for it. */
    @Test
    void mediaKnowsNeitherServiceNorLibrary() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".media..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "ai.djl..",
                        ROOT + ".library..",
                        ROOT + ".pipeline..",
                        ROOT + ".http..")
                .check(SERVICE);
    }

    /** The index is a projection: the library never trusts it. */
    @Test
    void theLibraryKnowsNothingOfIndexModelAndPipeline() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".library..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".index..",
                        ROOT + ".search..",
                        ROOT + ".ask..",
                        ROOT + ".model..",
                        ROOT + ".pipeline..",
                        ROOT + ".http..",
                        "org.apache.lucene..")
                .check(SERVICE);
    }

    @Test
    void nothingDependsOnTheHttpFace() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".http..", ROOT + ".mcp..", ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".http..")
                .check(SERVICE);
    }

    /** The tools for assistants stand on what HTTP clients are given, and nothing stands on them. */
    @Test
    void nothingDependsOnTheFaceForAssistants() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".mcp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".mcp..", "io.quarkiverse.mcp..", "com.github.victools..")
                .check(SERVICE);
    }

    /** What people ask is read and written in one place, which also sees to its end. */
    @Test
    void onlyAskingKnowsTheConversations() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".ask..", ROOT + ".library..", ROOT)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".library.Conversations")
                .check(SERVICE);
    }

    /** What a question points back to is told from words alone. */
    @Test
    void followUpsAreFunctionsOfWords() {
        classes()
                .that()
                .haveSimpleName("FollowUp")
                .or()
                .haveSimpleName("PointingBack")
                .should()
                .onlyDependOnClassesThat(JavaClass.Predicates.resideInAPackage("java..")
                        .or(JavaClass.Predicates.simpleName("FollowUp"))
                        .or(JavaClass.Predicates.simpleName("PointingBack")))
                .check(SERVICE);
    }

    @Test
    void onlyIndexSearchAndBenchmarkKnowLucene() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".index..", ROOT + ".search..", ROOT + ".benchmark..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.lucene..")
                .check(SERVICE);
    }

    @Test
    void onlyMediaKnowsTheDecoder() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".media..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(SERVICE);
    }

    /** An exported file follows from its markers and from nothing else. */
    @Test
    void formatsAreFunctionsOfMarkers() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + ".export.marker..", ROOT + ".export.format..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".export.marker..",
                        ROOT + ".export.format..",
                        ROOT + ".media",
                        "com.fasterxml.jackson..",
                        "java..",
                        "javax.xml.stream..")
                .check(SERVICE);
    }

    @Test
    void markersKnowNoFormat() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".export.marker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".export.format..")
                .check(SERVICE);
    }

    /** Whoever doubts a number can recompute it with nothing at hand but the answers. */
    @Test
    void metricsStandAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".evaluation.metric..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".evaluation..",
                        "org.timeviper.model.task..",
                        "com.fasterxml.jackson..",
                        "java..",
                        "javax.net.ssl..")
                .check(SERVICE);
    }

    @Test
    void onlyDatasetsKnowParquet() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".evaluation.dataset..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.hardwood..")
                .check(SERVICE);
    }

    /** What connects to other people's servers is small enough to be read in one go, and there is one way to do it. */
    @Test
    void onlyFetchingKnowsTheHttpClientThatImports() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".fetch..", ROOT + ".index.elasticsearch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc.client5..")
                .check(SERVICE);
    }

    @Test
    void sqlStaysInTheLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".library..", ROOT + ".pipeline..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..", "org.flywaydb..", "io.agroal..")
                .check(SERVICE);
    }

    @Test
    void namesSayWhatAThingIs() {
        classes()
                .should()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Impl")
                .check(SERVICE);
    }
}
