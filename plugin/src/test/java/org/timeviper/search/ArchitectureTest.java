package org.timeviper.search;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which way the packages depend. */
class ArchitectureTest {

    private static final String ROOT = "org.timeviper.search";
    private static final JavaClasses PLUGIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCircles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(PLUGIN);
    }

    /** The embedded index uses these classes without a server. */
    @Test
    void luceneKnowsNothingOfElasticsearch() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".lucene..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.elasticsearch..", ROOT + ".elasticsearch..")
                .check(PLUGIN);
    }

    /** Whatever else it used, the plugin's zip would have to bring. */
    @Test
    void thePluginIsMadeOfOurLuceneClassesAndTheServer() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".elasticsearch..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.apache.lucene..",
                        "org.elasticsearch..",
                        ROOT + ".lucene..",
                        ROOT + ".elasticsearch..")
                .check(PLUGIN);
    }

    /** Other modules get the node from a jar without the tests' dependencies; all but the plugin that is put into a node. */
    @Test
    void theNodeOfIntegrationTestsNeedsTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".elasticsearch.node..")
                .and()
                .haveSimpleNameNotEndingWith("IT")
                .and()
                .haveNameNotMatching(".*SecurityAnalysis.*")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.net.ssl..", ROOT + ".elasticsearch.node..")
                .check(new ClassFileImporter().importPackages(ROOT + ".elasticsearch.node"));
    }
}
