package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures small archives for real. */
class BenchIndexCommandTest {

    private static final List<String> OPERATIONS = List.of(
            "words",
            "vectors",
            "hybrid",
            "hybrid, filtered",
            "A then B in 60 s",
            "facets",
            "page",
            "page of all",
            "plain bool + kNN");

    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();

    private int run(String... options) {
        String[] few = {"bench", "index", "--queries", "6", "--recall-queries", "3", "--clients", "1,3"};
        return terminal.run(Stream.of(few), Stream.of(options));
    }

    private String out() {
        return terminal.out();
    }

    @Test
    void theTableHasEveryOperationForEveryNumberOfClientsAndArchive() {
        assertEquals(0, run("--scenes", "200,400"), terminal::err);
        List<String> lines = out().lines().toList();
        for (String operation : OPERATIONS) {
            List<String> rows = lines.stream()
                    .filter(line -> line.matches(operation.replace("+", "\\+") + "( +[0-9.,]+){8}"))
                    .toList();
            assertEquals(2, rows.size(), operation + " in\n" + out());
        }
        assertTrue(lines.stream().anyMatch(line -> line.matches("scenes +200 +400")), out());
        assertTrue(lines.stream().anyMatch(line -> line.matches("bytes/scene( +[0-9.,]+){2}")), out());
        assertTrue(lines.stream().anyMatch(line -> line.matches("recall@10( +[01]\\.\\d+){2}")), out());
    }

    @Test
    void anIndexThatIsKeptIsMeasuredAgainWithoutLoading() throws IOException {
        assertEquals(0, run("--scenes", "300", "--folder", folder.toString(), "--json"), terminal::err);
        JsonNode first = archive();
        assertTrue(first.get("scenesPerSecond").asDouble() > 0);
        assertEquals(0, run("--scenes", "300", "--folder", folder.toString(), "--json"), terminal::err);
        JsonNode again = archive();
        assertFalse(again.has("loadSeconds"), out());
        assertEquals(300, again.get("scenes").asInt());
        assertEquals(first.get("recall"), again.get("recall"));
        assertEquals(OPERATIONS.size(), again.get("operations").size());
        for (JsonNode operation : again.get("operations")) {
            assertTrue(operation.get("latencies").get("3").get("p95").asDouble() > 0, out());
        }
    }

    @Test
    void anotherSeedDoesNotMeasureTheKeptArchive() throws IOException {
        assertEquals(0, run("--scenes", "100", "--folder", folder.toString(), "--json"), terminal::err);
        assertEquals(0, run("--scenes", "100", "--folder", folder.toString(), "--json", "--seed", "2"), terminal::err);
        assertTrue(archive().has("loadSeconds"), out());
    }

    @Test
    void sizesAndClientsThatCannotBeAreRefused() {
        assertEquals(2, run("--scenes", "0"));
        assertEquals(2, run("--scenes", "10", "--clients", "0"));
        assertTrue(terminal.err().contains("--help"));
    }

    private JsonNode archive() throws IOException {
        return new ObjectMapper().readTree(out()).get("archives").get(0);
    }
}
