package org.timeviper.indexer.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.timeviper.api.Highlight;
import org.timeviper.api.Moment;
import org.timeviper.api.MomentPart;
import org.timeviper.api.SearchFacets;
import org.timeviper.api.SearchResults;
import org.timeviper.indexer.search.InvalidQuery;
import org.timeviper.indexer.search.QuerySyntax;
import org.timeviper.search.lucene.TemporalExpression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds moments in the library. */
@Command(
        name = "search",
        header = "Finds moments in the library by words and by meaning.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper search \"a red ball moves left\"",
            "  timeviper search --size 3 --verify fade to black     the model looks again at the best hits",
            "  timeviper search goal --collection news --tag sport --from 2026-05-01 --min-duration 60 --facets",
            "  timeviper search goal --meta rights:owned --meta rights:licensed",
            "  timeviper search --min-confidence 0.8 \"a boat\"         only what the model was that sure of",
            "  timeviper search '\"red car\" then[10s] \"white car\"'   the one, then the other within 10 seconds",
            "  timeviper search goal --size 20 --cursor NEXT         the page after one that ended with this cursor",
            "  timeviper search --json countdown | jq '.moments[] | [.video, .start, .end]'",
            "",
            "Things stand in time by then[10s], near[10s], not near[1min] and while, from left to right; (…) groups, and"
                    + " within[0s..10min] keeps to a stretch of the film. All but within need no limit beside a thing in quotes.",
            "When nothing in the library answers the query, it says so and shows the nearest there is."
        })
final class SearchCommand implements Callable<Integer> {

    /** An argument that is a relation and nothing else. */
    private static final Pattern RELATION = Pattern.compile("(?i)(then|while|near|not\\s+near|within)(\\s*\\[.*)?");

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Mixin
    private FilterOptions filter;

    @Parameters(arity = "1..*", paramLabel = "QUERY", description = "What to find, in words.")
    private List<String> query;

    @Option(names = "--size", defaultValue = "5", description = "How many moments at most. Default: ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--cursor",
            paramLabel = "NEXT",
            description = "Goes on where a page of the same search ended: what that page told.")
    private String cursor;

    @Option(
            names = "--verify",
            description = "The model takes a look at the best hits before they are called confident.")
    private boolean verify;

    @Option(
            names = "--facets",
            description = "Also counts the collections, tags and languages of the videos that match.")
    private boolean facets;

    @Option(
            names = "--json",
            description =
                    "Prints {\"moments\":[{\"video\",\"start\",\"end\",\"caption\",\"score\",…}]}, seconds as numbers.")
    private boolean json;

    SearchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What {@code --json} prints: videos by the names that people gave them, their identities beside. */
    record Found(
            String query,
            boolean confident,
            String message,
            List<FoundMoment> moments,
            long from,
            long total,
            boolean totalExact,
            String next,
            SearchFacets facets) {

        static Found of(SearchResults results, LibraryAccess access) {
            return new Found(
                    results.query(),
                    results.confident(),
                    results.message(),
                    results.moments().stream()
                            .map(moment -> FoundMoment.of(moment, access))
                            .toList(),
                    results.from(),
                    results.total(),
                    results.totalExact(),
                    results.next(),
                    results.facets());
        }
    }

    /** One moment in {@code --json}. */
    record FoundMoment(
            String video,
            String id,
            double start,
            double end,
            String caption,
            List<Highlight> highlights,
            double score,
            double confidence,
            String why,
            List<String> matchedBy,
            String link,
            long framesSeen,
            long framesTotal,
            List<MomentPart> parts) {

        static FoundMoment of(Moment moment, LibraryAccess access) {
            return new FoundMoment(
                    moment.name(),
                    moment.video(),
                    moment.start(),
                    moment.end(),
                    moment.caption(),
                    moment.highlights(),
                    moment.score(),
                    moment.confidence(),
                    moment.why(),
                    moment.matchedBy(),
                    access.link(moment.video(), moment.play(), moment.start(), moment.end()),
                    moment.framesSeen(),
                    moment.framesTotal(),
                    moment.parts().isEmpty() ? null : moment.parts());
        }
    }

    @Override
    public Integer call() {
        try (LibraryAccess access = LibraryAccess.open(library.folder(), terminal)) {
            SearchResults results = access.client().search(typed(query), size, cursor, filter.filter(), verify, facets);
            if (json) {
                JsonOutput.write(terminal, Found.of(results, access));
            } else {
                print(terminal, results, access);
            }
        }
        return ExitCode.DONE;
    }

    /**
     * The query as it was typed. A shell takes quotes away, so what holds spaces beside a relation had some: {@code timeviper search "red car" then "white car"}. They did not
     * hold words together where they hold a relation with its limit; a whole expression beside a relation is a group.
     */
    static String typed(List<String> arguments) {
        boolean related = arguments.stream().anyMatch(SearchCommand::relates);
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean words = !relates(argument) && !argument.contains("\"");
            if (isGroup(arguments, i)) {
                typed.add("(" + argument + ")");
            } else if (words && (related && argument.contains(" ") || besideGroup(arguments, i))) {
                typed.add('"' + argument + '"');
            } else {
                typed.add(argument);
            }
        }
        return String.join(" ", typed);
    }

    private static boolean relates(String argument) {
        return RELATION.matcher(argument).matches() || QuerySyntax.holdsLimit(argument);
    }

    private static boolean isRelation(List<String> arguments, int place) {
        return place >= 0
                && place < arguments.size()
                && RELATION.matcher(arguments.get(place)).matches();
    }

    /** Whether an argument is things and their relations, all of them, and stands beside one more relation. */
    private static boolean isGroup(List<String> arguments, int place) {
        if (place < 0
                || place >= arguments.size()
                || !isRelation(arguments, place - 1) && !isRelation(arguments, place + 1)) {
            return false;
        }
        try {
            return !(QuerySyntax.parse(arguments.get(place)) instanceof TemporalExpression.Operand);
        } catch (InvalidQuery e) {
            return false;
        }
    }

    /** Whether an argument is related to a group: only a quotation marks a relation that has no limit. */
    private static boolean besideGroup(List<String> arguments, int place) {
        return isRelation(arguments, place - 1) && isGroup(arguments, place - 2)
                || isRelation(arguments, place + 1) && isGroup(arguments, place + 2);
    }

    /** Writes results for a person. */
    static void print(Terminal terminal, SearchResults results, LibraryAccess access) {
        if (results.message() != null) {
            terminal.paragraph("", results.message());
        }
        long number = results.from();
        for (Moment moment : results.moments()) {
            terminal.line(
                    "%2d  %s  %s",
                    ++number,
                    terminal.bold(Timecode.span(moment.start(), moment.end())),
                    terminal.accent(Terminal.shortened(moment.name(), Math.max(16, terminal.width() - 26))));
            if (moment.parts().isEmpty()) {
                terminal.paragraph("    ", moment.caption(), moment.highlights());
            }
            for (MomentPart part : moment.parts()) {
                terminal.line("    %s", terminal.dim(Timecode.span(part.start(), part.end())));
                terminal.paragraph("    ", part.caption(), part.highlights());
            }
            terminal.paragraph(
                    "    ",
                    "why: " + moment.why() + "; " + moment.framesSeen() + " of " + moment.framesTotal()
                            + " frames seen");
            terminal.line(
                    "    %s", terminal.dim(access.link(moment.video(), moment.play(), moment.start(), moment.end())));
        }
        if (results.next() != null) {
            terminal.line(
                    "%d of %s%d; more: --cursor %s",
                    number, results.totalExact() ? "" : "at least ", results.total(), results.next());
        }
        if (results.facets() != null) {
            print(terminal, results.facets());
        }
    }

    private static void print(Terminal terminal, SearchFacets facets) {
        terminal.line("Videos with all of the words: %d", facets.videos());
        print(terminal, "collections", facets.collections());
        print(terminal, "tags", facets.tags());
        print(terminal, "languages", facets.languages());
    }

    private static void print(Terminal terminal, String facet, List<SearchFacets.Count> counts) {
        if (!counts.isEmpty()) {
            terminal.paragraph(
                    "    ",
                    facet + ": "
                            + counts.stream()
                                    .map(count -> count.value() + " (" + count.videos() + ")")
                                    .collect(Collectors.joining(", ")));
        }
    }
}
