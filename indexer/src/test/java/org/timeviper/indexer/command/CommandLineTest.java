package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line says before any service is needed. */
class CommandLineTest {

    private static final List<String> COMMANDS = List.of(
            "demo",
            "serve",
            "index",
            "describe",
            "ground",
            "explain",
            "search",
            "similar",
            "ask",
            "export",
            "jobs",
            "reindex",
            "model",
            "parity",
            "bench");

    private final RecordedTerminal terminal = new RecordedTerminal();

    private int run(String... arguments) {
        return terminal.run(arguments);
    }

    private String out() {
        return terminal.out();
    }

    private String err() {
        return terminal.err();
    }

    @Test
    void helpNamesEveryCommandWithExamplesAndExitCodes() {
        assertEquals(0, run("--help"));
        for (String command : COMMANDS) {
            assertTrue(out().contains(command), command);
        }
        assertTrue(out().contains("test"), "of which the script knows what to do");
        assertTrue(out().contains("Examples:"));
        assertTrue(out().contains("Exit codes:"));
        assertTrue(out().contains("TIMEVIPER_DATA"));
        assertEquals("", err());
    }

    @Test
    void withoutArgumentsItTeaches() {
        assertEquals(0, run());
        assertTrue(out().contains("Usage: timeviper"));
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void everyCommandTeachesByExamples(String command) {
        assertEquals(0, run(command, "--help"));
        assertTrue(out().contains("Examples:"), out());
        assertTrue(out().contains("timeviper " + command), out());
    }

    @Test
    void quotesThatTheShellHasTakenAwayBesideARelationAreThereAgain() {
        assertEquals("\"red car\" then \"white car\"", SearchCommand.typed(List.of("red car", "then", "white car")));
        assertEquals("\"red car\" near[5s] dog", SearchCommand.typed(List.of("red car", "near[5s]", "dog")));
        assertEquals("\"red car\" then dog", SearchCommand.typed(List.of("\"red car\" then dog")));
        assertEquals("what happens then", SearchCommand.typed(List.of("what", "happens", "then")));
        assertEquals("a red ball moves", SearchCommand.typed(List.of("a red ball", "moves")));
    }

    @Test
    void quotesAroundARelationDidNotHoldWordsTogether() {
        assertEquals(
                "\"red car\" then[10 s] \"white car\"",
                SearchCommand.typed(List.of("red car", "then[10 s]", "white car")));
        assertEquals(
                "street not near[1min] \"police car\"",
                SearchCommand.typed(List.of("street", "not near[1min]", "police car")));
        assertEquals(
                "\"red car\" not near \"police car\"",
                SearchCommand.typed(List.of("red car", "not near", "police car")));
        assertEquals("\"red car\" then[10s] white car", SearchCommand.typed(List.of("red car", "then[10s] white car")));
        assertEquals(
                "(red car then[10s] white car) while \"rain\"",
                SearchCommand.typed(List.of("red car then[10s] white car", "while", "rain")));
        assertEquals("red car then[10s] white car", SearchCommand.typed(List.of("red car then[10s] white car")));
    }

    @Test
    void timesInAFilmAreReadAsPeopleWriteThem() {
        assertEquals(12.5, Timecode.seconds("12.5"));
        assertEquals(123, Timecode.seconds("2:03"));
        assertEquals(3723.4, Timecode.seconds("1:02:03.4"));
        for (String none : List.of("", "soon", "-1", "1:2:3:4", "1e3", "12,5")) {
            assertThrows(CommandFailure.class, () -> Timecode.seconds(none), none);
        }
    }

    @Test
    void helpFitsTheTerminal() {
        fits(TimeViperCommand.commandLine(terminal.terminal()));
    }

    private static void fits(CommandLine line) {
        line.getUsageMessage().lines().forEach(text -> assertTrue(text.length() <= 120, () -> "too wide: " + text));
        line.getSubcommands().values().forEach(CommandLineTest::fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serach", "--colour"})
    void aWrongCommandLineIsAUsageErrorThatSaysWhereToLook(String word) {
        assertEquals(2, run(word));
        assertEquals("", out());
        assertTrue(err().contains(word), err());
        assertTrue(err().contains("--help"), err());
    }

    @Test
    void aMisspeltCommandIsMetWithASuggestion() {
        run("serach");
        assertTrue(err().contains("search"), err());
    }

    @Test
    void aMissingArgumentIsNamed() {
        assertEquals(2, run("ground", "film.mp4"));
        assertTrue(err().contains("DESCRIPTION"), err());
        assertEquals(2, run("explain", "film.mp4"));
        assertTrue(err().contains("--question"), err());
    }

    @Test
    void aPlotThatIsNoSvgIsRefusedBeforeAnythingIsLoaded() {
        assertEquals(1, run("explain", "/no/such/film.mp4", "--question", "What?", "--plot", "look.png"));
        assertTrue(err().contains("*.svg") && err().contains("look.png"), err());
        assertEquals(1, run("explain", "/no/such/film.mp4", "--question", " "));
        assertTrue(err().contains("question is empty"), err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"describe", "parity"})
    void aMissingFileIsNamedWithoutAStackTrace(String command) {
        assertEquals(1, run(command, "/no/such/place"));
        assertEquals("", out());
        assertTrue(err().contains("/no/such/place"), err());
        assertFalse(err().contains("\tat "), err());
    }
}
