package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.timeviper.api.ProblemCode;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TemporalExpression.Operand;
import org.timeviper.search.lucene.TimeSpan;

class QuerySyntaxTest {

    private static final Operand RED = new Operand("red car");
    private static final Operand WHITE = new Operand("white car");
    private static final Operand DOG = new Operand("a dog");

    private static TemporalExpression parse(String typed) {
        return QuerySyntax.parse(typed);
    }

    // ---- plain words

    @Example
    void whatRelatesNothingIsWordsAsTyped() {
        for (String typed : List.of(
                "red car",
                "what happens then",
                "then",
                "a man enters, then a dog barks",
                "a dog barks while it rains",
                "a man near the car, not near the house",
                "within a room [indoors] (at night)",
                "a 5\" pipe and a 12\" ruler then",
                "a 27 \" monitor",
                "\"red car",
                "say “hello",
                "“red car then white car",
                "「赤い車",
                "[music]then[laughter]",
                "lengthen[10s] and nowhere near",
                "the sign says \"stop\" near the road",
                "the sign says \"stop\" then the car stops",
                "she said \"no\" while walking",
                "and then [laughter] he leaves",
                "(left) ) right (",
                "赤い車 then 白い車",
                "no hat, not red")) {
            assertEquals(new Operand(typed), parse(typed));
        }
        assertEquals(RED, parse("  red \t car "));
        assertEquals(new Operand("a dog"), parse("show me the scene where a dog"));
    }

    @Example
    void aQuotationAloneIsWhatItHolds() {
        assertEquals(RED, parse("\"red car\""));
        assertEquals(RED, parse("“red car”"));
        assertEquals(RED, parse("“red car\""));
        assertEquals(RED, parse("«red car»"));
        assertEquals(RED, parse("»red car«"));
        assertEquals(new Operand("赤い車"), parse("「赤い車」"));
        assertEquals(new Operand("赤い車"), parse("『赤い車』"));
        assertEquals(new Operand("Show me the money"), parse("\"Show me the money\""));
        assertEquals(new Operand("say \"hi\" \\ there"), parse("\"say \\\"hi\\\" \\\\ there\""));
    }

    // ---- relations

    @Example
    void aLimitOrAQuotationMarksARelation() {
        TemporalExpression within10 = RED.then(WHITE, 10);
        assertEquals(within10, parse("\"red car\" then[10s] \"white car\""));
        assertEquals(within10, parse("red car then[10s] white car"));
        assertEquals(within10, parse("\"red car\"then[10s]\"white car\""));
        assertEquals(within10, parse("“red car” THEN [ 10 s ] „white car“"));
        assertEquals(within10, parse("show me red car then[10] white car"));
        TemporalExpression usual = RED.then(WHITE, QuerySyntax.USUAL_SECONDS);
        assertEquals(usual, parse("\"red car\" then \"white car\""));
        assertEquals(usual, parse("\"red car\" then white car"));
        assertEquals(usual, parse("red car then \"white car\""));
        assertEquals(usual, parse("“red car\" then white car"));
        assertEquals(RED.near(WHITE, 30), parse("\"red car\" near \"white car\""));
        assertEquals(RED.near(WHITE, 30), parse("red car near \"white car\""));
        assertEquals(RED.notNear(WHITE, 30), parse("\"red car\" not near white car"));
        assertEquals(RED.near(WHITE, 30).near(DOG, 30), parse("\"red car\" near \"white car\" near a dog"));
        assertEquals(RED.whilst(DOG), parse("\"red car\" while a dog"));
        assertEquals(RED.near(DOG, 20), parse("red car near[20s] a dog"));
        assertEquals(RED.notNear(DOG, 60), parse("red car not  near[1min] a dog"));
        assertEquals(RED.within(TimeSpan.ofSeconds(0, 600)), parse("red car within[0..10min]"));
    }

    @Example
    void aScriptWithoutSpacesNeedsNone() {
        Operand red = new Operand("赤い車");
        Operand white = new Operand("白い車");
        assertEquals(red.then(white, 10), parse("赤い車then[10s]白い車"));
        assertEquals(red.then(white, 10), parse("「赤い車」then[10s]「白い車」"));
        assertEquals(red.then(white, 30), parse("「赤い車」then「白い車」"));
        assertEquals(red.notNear(white, 5), parse("赤い車not near[5s]白い車"));
        assertEquals(red.near(white, 5).then(RED, 2), parse("赤い車near[5s]白い車then[2s]red car"));
    }

    @Example
    void aLimitIsKnownWhereverItStands() {
        for (String text :
                List.of("then[10 s]", "not near[1min]", "then[10s] white car", "red car then[10s", "車then[1]")) {
            assertTrue(QuerySyntax.holdsLimit(text), text);
        }
        for (String text : List.of("then", "red car", "\"red car\" then \"white car\"", "and then [laughter]")) {
            assertFalse(QuerySyntax.holdsLimit(text), text);
        }
    }

    @Example
    void limitsAreTakenInAllUnits() {
        assertEquals(RED.then(WHITE, 0.5), parse("red car then[500ms] white car"));
        assertEquals(RED.then(WHITE, 90), parse("red car then[1.5 min] white car"));
        assertEquals(RED.then(WHITE, 7200), parse("red car then[2h] white car"));
        assertEquals(RED.then(WHITE, 3), parse("red car then[3SEC] white car"));
        assertEquals(RED.then(WHITE, 0.25), parse("red car then[.25] white car"));
    }

    @Example
    void relationsAreTakenFromLeftToRightAndParenthesesGroup() {
        assertEquals(RED.then(WHITE, 10).then(DOG, 5), parse("red car then[10s] white car then[5s] a dog"));
        assertEquals(RED.then(WHITE.whilst(DOG), 10), parse("\"red car\" then[10s] (\"white car\" while \"a dog\")"));
        assertEquals(
                RED.then(WHITE, 30).whilst(DOG.then(RED, 30)),
                parse("(\"red car\" then \"white car\") while (\"a dog\" then \"red car\")"));
        assertEquals(
                RED.then(WHITE, 10).within(TimeSpan.ofSeconds(60, 120)).whilst(DOG),
                parse("red car then[10s] white car within[1min..2min] while a dog"));
        assertEquals(new Operand("the \"red\" one").then(WHITE, 1), parse("the \"red\" one then[1s] white car"));
    }

    // ---- errors

    @Example
    void anErrorNamesThePlaceAndWhatToDo() {
        refused("", 0, ProblemCode.QUERY_EMPTY, "empty");
        refused(" \u3000", 0, ProblemCode.QUERY_EMPTY, "empty");
        refused("\"red car then[10s] white car", 0, ProblemCode.QUERY_QUOTE_OPEN, "not closed");
        refused("\"red car\" then \"white car", 15, ProblemCode.QUERY_QUOTE_OPEN, "not closed");
        refused("\"red car\" then[10s] \"white car", 20, ProblemCode.QUERY_QUOTE_OPEN, "not closed");
        refused("\"red car\" then", 10, ProblemCode.QUERY_THING_MISSING, "Nothing stands after 'then'");
        refused("then[10s] white car", 0, ProblemCode.QUERY_THING_MISSING, "Nothing stands before 'then'");
        refused("red car then[10s] near[3s] dog", 8, ProblemCode.QUERY_THING_MISSING, "Nothing stands after 'then'");
        refused("red car then[soon] white car", 13, ProblemCode.QUERY_LENGTH_UNREADABLE, "'soon' is no length of time");
        refused("red car then[] white car", 13, ProblemCode.QUERY_LENGTH_UNREADABLE, "no length of time");
        refused("red car then[-3s] white car", 13, ProblemCode.QUERY_LENGTH_UNREADABLE, "no length of time");
        refused("red car then[10m] white car", 13, ProblemCode.QUERY_LENGTH_UNREADABLE, "10s, 2min or 500ms");
        refused("red car then[2s..10s] white car", 13, ProblemCode.QUERY_LIMIT_SINGLE, "one limit");
        refused("red car then[10s white car", 12, ProblemCode.QUERY_BRACKET_OPEN, "not closed");
        refused("red car then[9999999999s] white car", 8, ProblemCode.QUERY_OUT_OF_BOUNDS, "between 0 and 2000000");
        refused("red car while[3s] white car", 8, ProblemCode.QUERY_LIMIT_UNWANTED, "no limit");
        refused("red car within[3s]", 15, ProblemCode.QUERY_LIMIT_RANGE, "stretch");
        refused("red car within[3s..2s]", 8, ProblemCode.QUERY_OUT_OF_BOUNDS, "back");
        refused("(red car then[1s] white car", 0, ProblemCode.QUERY_PARENTHESIS_OPEN, "not closed");
        refused("red car then[1s] white car)", 26, ProblemCode.QUERY_PARENTHESIS_UNMATCHED, "closes nothing");
        refused(
                "red car then[1s] ()",
                18,
                ProblemCode.QUERY_PARENTHESIS_BARE,
                "Nothing stands before this parenthesis");
        refused("red car then[1s] (white car) dog", 29, ProblemCode.QUERY_RELATION_MISSING, "Nothing says how");
        refused("red car then[1s] \"\"", 17, ProblemCode.QUERY_QUOTES_EMPTY, "hold nothing");
        refused("(".repeat(100) + "a" + ")".repeat(100) + " then[1s] b", 64, ProblemCode.QUERY_TOO_DEEP, "nested");
        refused("a then[1s] ".repeat(40) + "a", 343, ProblemCode.QUERY_OUT_OF_BOUNDS, "it may have 64");
    }

    @Example
    void thePlaceIsToldInCharactersNotInHalves() {
        InvalidQuery e = assertThrows(InvalidQuery.class, () -> parse("🚗🚗 then[soon] 🚙"));
        assertTrue(e.getMessage().startsWith("At character 9 "), e.getMessage());
    }

    @Example
    void whatIsShownOfAQueryCutsNoCharacterInTwo() {
        String cars = "🚗".repeat(15);
        InvalidQuery e = assertThrows(InvalidQuery.class, () -> parse(cars + "  then[soon]  " + cars));
        assertTrue(e.getMessage().contains("…🚗") && e.getMessage().contains("🚗…"), e.getMessage());
        assertTrue(
                e.getMessage().codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE),
                e.getMessage());
    }

    private static void refused(String typed, int place, ProblemCode code, String told) {
        InvalidQuery e = assertThrows(InvalidQuery.class, () -> parse(typed), typed);
        assertTrue(e.getMessage().contains(told), () -> typed + ": " + e.getMessage());
        assertEquals(code, e.code(), typed);
        assertEquals(Set.copyOf(code.parameters()), e.parameters().keySet(), typed);
        assertEquals(place, e.place(), () -> typed + ": " + e.getMessage());
    }

    // ---- whatever is typed

    @Property(tries = 3000)
    void whateverIsTypedIsReadOrRefusedInWords(@ForAll("typed") String typed) {
        readOrRefused(typed);
    }

    @Property(tries = 500)
    void anyCharactersAreReadOrRefusedInWords(@ForAll String typed) {
        readOrRefused(typed);
    }

    private static void readOrRefused(String typed) {
        try {
            TemporalExpression read = parse(typed);
            assertFalse(read.operands().isEmpty());
            assertEquals(read, parse(QuerySyntax.print(read)));
        } catch (InvalidQuery e) {
            assertTrue(e.place() >= 0 && e.place() <= typed.length());
            assertTrue(e.getMessage().startsWith("At character "), e.getMessage());
        }
    }

    @Provide
    Arbitrary<String> typed() {
        return Arbitraries.of(
                        "then",
                        "THEN[",
                        "then[10s]",
                        "while",
                        "near[2min]",
                        "near",
                        "not near",
                        "「",
                        "」",
                        "«",
                        "not near[1s]",
                        "within[1s..2s]",
                        "within[",
                        "[",
                        "]",
                        "(",
                        ")",
                        "\"",
                        "“",
                        "”",
                        "\\",
                        "..",
                        "5",
                        "s",
                        "red car",
                        "dog",
                        "猫",
                        "🚗",
                        " ",
                        " ",
                        " ",
                        "\n")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 1000)
    void whatIsPrintedIsReadAsTheSame(@ForAll("expressions") TemporalExpression expression) {
        assertEquals(expression, parse(QuerySyntax.print(expression)));
    }

    @Provide
    Arbitrary<TemporalExpression> expressions() {
        Arbitrary<TemporalExpression> operand = Arbitraries.oneOf(
                        Arbitraries.of(
                                "red car",
                                "then",
                                "say \"then[1s]\"",
                                " a\\b\\\\ ",
                                "(",
                                "[",
                                "\\\"",
                                "“x”",
                                "not near"),
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(12).filter(text -> !text.isBlank()))
                .map(Operand::new);
        return deeper(operand, 3);
    }

    private static Arbitrary<TemporalExpression> deeper(Arbitrary<TemporalExpression> operand, int depth) {
        if (depth == 0) {
            return operand;
        }
        Arbitrary<TemporalExpression> part = deeper(operand, depth - 1);
        Arbitrary<Double> seconds = Arbitraries.doubles().between(0, 2_000_000).ofScale(9);
        Arbitrary<TimeSpan> stretch = Arbitraries.integers()
                .between(0, TimeSpan.MAX_MILLIS)
                .tuple2()
                .map(ends -> new TimeSpan(Math.min(ends.get1(), ends.get2()), Math.max(ends.get1(), ends.get2())));
        return Arbitraries.oneOf(
                operand,
                Combinators.combine(part, part, seconds).as(TemporalExpression::then),
                Combinators.combine(part, part, seconds).as(TemporalExpression::near),
                Combinators.combine(part, part, seconds).as(TemporalExpression::notNear),
                Combinators.combine(part, part).as(TemporalExpression::whilst),
                Combinators.combine(part, stretch).as(TemporalExpression::within));
    }
}
