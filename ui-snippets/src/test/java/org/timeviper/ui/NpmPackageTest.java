package org.timeviper.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package is what is in the folder: all that it names is there, and its modules need nothing that is not. */
class NpmPackageTest {

    private static final Path MODULES = Path.of("src/main/resources/META-INF/resources/timeviper");
    private static final Pattern NAMED = Pattern.compile("(?:types|default)\": \"\\./([^\"*]+)\"");
    private static final Pattern IMPORTED = Pattern.compile("(?:from|import) '([^']+)'");
    private static final Pattern DEFINED = Pattern.compile("customElements\\.define\\('([a-z-]+)', (\\w+)\\)");

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
}
