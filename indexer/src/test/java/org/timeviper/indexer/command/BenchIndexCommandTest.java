package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... options) {
        out.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100,
                false);
        String[] few = {"bench", "index", "--queries", "6", "--recall-queries", "3", "--clients", "1,3"};
        return TimeViperCommand.run(
                terminal, Stream.concat(Stream.of(few), Stream.of(options)).toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theTableHasEveryOperationForEveryNumberOfClientsAndArchive() {
        assertEquals(0, run("--scenes", "200,400"), err::toString);
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
        assertEquals(0, run("--scenes", "300", "--folder", folder.toString(), "--json"), err::toString);
        JsonNode first = archive();
        assertTrue(first.get("scenesPerSecond").asDouble() > 0);
        assertEquals(0, run("--scenes", "300", "--folder", folder.toString(), "--json"), err::toString);
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
        assertEquals(0, run("--scenes", "100", "--folder", folder.toString(), "--json"), err::toString);
        assertEquals(0, run("--scenes", "100", "--folder", folder.toString(), "--json", "--seed", "2"), err::toString);
        assertTrue(archive().has("loadSeconds"), out());
    }

    @Test
    void sizesAndClientsThatCannotBeAreRefused() {
        assertEquals(2, run("--scenes", "0"));
        assertEquals(2, run("--scenes", "10", "--clients", "0"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("--help"));
    }

    private JsonNode archive() throws IOException {
        return new ObjectMapper().readTree(out()).get("archives").get(0);
    }
}
