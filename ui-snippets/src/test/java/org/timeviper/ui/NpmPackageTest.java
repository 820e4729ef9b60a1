package org.timeviper.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package is what is in the folder: all that it names is there, and its modules need nothing that is not. */
class NpmPackageTest {

    private static final Path MODULES = Path.of("src/main/resources/META-INF/resources/timeviper");
    private static final Pattern NAMED = Pattern.compile("(?:types|default)\": \"\\./([^\"*]+)\"");
    private static final Pattern IMPORTED = Pattern.compile("(?:from|import) '([^']+)'");
    private static final Pattern DEFINED = Pattern.compile("customElements\\.define\\('([a-z-]+)', (\\w+)\\)");

    private static final Pattern TOLD = Pattern.compile("\\btell\\('([a-z-]+)'");
    private static final Pattern TYPED = Pattern.compile("'(tv-[a-z-]+)': CustomEvent");
    private static final Pattern LISTED = Pattern.compile("`([a-z-]+)`");
    private static final Pattern READ = Pattern.compile("(?:getAttribute|hasAttribute|said)\\('(?!aria-)([a-z-]+)'\\)");
    private static final Pattern HIDDEN = Pattern.compile("\\bshows\\('([a-z-]+)'\\)");
    private static final Pattern PART = Pattern.compile("\\bpart: '([a-z-]+)'");

    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.walk(MODULES)) {
            return files.filter(file -> file.toString().endsWith(".js")).toList();
        }
    }

    @Test
    void whateverThePackageNamesIsThere() throws IOException {
        List<String> named = NAMED.matcher(Files.readString(Path.of("package.json")))
                .results()
                .map(result -> result.group(1))
                .toList();
        assertFalse(named.isEmpty());
        named.forEach(name -> assertTrue(Files.exists(Path.of(name)), name));
    }

    @Test
    void everyModuleImportsOnlyItsNeighbours() throws IOException {
        for (Path module : modules()) {
            IMPORTED.matcher(Files.readString(module)).results().forEach(found -> {
                Path wanted = module.getParent().resolve(found.group(1)).normalize();
                assertTrue(found.group(1).startsWith("."), module + " imports " + found.group(1));
                assertTrue(Files.exists(wanted) && wanted.startsWith(MODULES), module + " imports " + found.group(1));
            });
        }
    }

    @Test
    void everyElementIsTypedAndDescribed() throws IOException {
        String types = Files.readString(Path.of("timeviper.d.ts"));
        String words = Files.readString(Path.of("README.md"));
        int elements = 0;
        for (Path module : modules()) {
            for (var element :
                    DEFINED.matcher(Files.readString(module)).results().toList()) {
                elements++;
                assertTrue(types.contains("'" + element.group(1) + "': " + element.group(2)), element.group(1));
                assertTrue(words.contains("`<" + element.group(1) + ">`"), element.group(1));
            }
        }
        assertEquals(6, elements);
    }

    @Test
    void everyEventIsTypedAndDescribedAndNoOther() throws IOException {
        Set<String> told = new TreeSet<>();
        for (Path module : modules()) {
            told.addAll(found(TOLD, Files.readString(module)));
        }
        assertTrue(told.size() > 10, told.toString());
        assertEquals(told, found(TYPED, Files.readString(Path.of("timeviper.d.ts"))));
        assertEquals(told, found(LISTED, rows("events", Files.readString(Path.of("README.md")))));
    }

    @Test
    void everyAttributeAndPartAndWhatCanBeHiddenIsDescribed() throws IOException {
        String words = Files.readString(Path.of("README.md"));
        for (Path module : modules()) {
            String code = Files.readString(module);
            String described = chapter(words, module);
            for (Pattern named : List.of(READ, HIDDEN, PART)) {
                found(named, code)
                        .forEach(name -> assertTrue(described.contains("`" + name + "`"), module + " has " + name));
            }
        }
    }

    @Test
    void everyAttributeThatIsDescribedIsThere() throws IOException {
        StringBuilder code = new StringBuilder();
        for (Path module : modules()) {
            code.append(Files.readString(module));
        }
        Set<String> described = found(LISTED, rows("attributes", Files.readString(Path.of("README.md"))));
        assertTrue(described.size() > 20, described.toString());
        described.forEach(name -> assertTrue(code.indexOf("'" + name + "'") >= 0, name));
    }

    private static Set<String> found(Pattern named, String text) {
        return named.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows of this name in the tables of all elements. */
    private static String rows(String name, String words) {
        return words.lines().filter(line -> line.startsWith("| " + name + " |")).collect(Collectors.joining("\n"));
    }

    /** What is said of an element, by itself and of all together; for a module that elements share, all there is. */
    private static String chapter(String words, Path module) {
        String element = module.getFileName().toString().replace(".js", "");
        List<String> chapters = List.of(words.split("\n(?=## )"));
        return chapters.stream()
                .filter(each -> each.startsWith("## `<" + element + ">`"))
                .findFirst()
                .map(own -> own
                        + chapters.stream()
                                .filter(each -> each.startsWith("## What all have"))
                                .findFirst()
                                .orElseThrow())
                .orElse(words);
    }
}
