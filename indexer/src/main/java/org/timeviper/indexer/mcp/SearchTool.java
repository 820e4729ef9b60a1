package org.timeviper.indexer.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.timeviper.api.Moment;
import org.timeviper.api.SearchResource;
import org.timeviper.api.SearchResults;
import org.timeviper.api.VideoFilter;

/** Finds moments. */
@Singleton
final class SearchTool implements ArchiveTool<SearchTool.Arguments, SearchTool.Found> {

    private static final String USUAL = "10";

    /** What is looked for, and where. */
    record Arguments(
            @NotBlank
            @Size(max = 1000)
            @JsonPropertyDescription(
                    "Plain words, such as: red car on a bridge. \"no\", \"not\" and \"without\" keep a thing out. Or things in quotes and how they stand in"
                            + " time: \"red car\" then[10s] \"white car\" (within 10 s after it); \"rain\" while \"people dance\"; \"goal\" near[20s]"
                            + " \"whistle\"; \"street\" not near[1min] \"police\"; parentheses group, and within[0s..10min] keeps to a stretch of"
                            + " the film. Limits take ms, s, min and h; without one, 30 s are meant.")
            String query,

            @Size(max = 200) @JsonPropertyDescription("Only films of this collection, letter by letter.")
            String collection,

            @Size(max = 20) @JsonPropertyDescription("Only films that have all of these tags, letter by letter.")
            List<@NotNull @Size(max = 200) String> tags,

            @Size(max = 100) @JsonPropertyDescription("Only the film with this id.")
            String video,

            @Min(1)
            @Max(50)
            @JsonProperty(defaultValue = USUAL)
            @JsonPropertyDescription("How many moments at most; 10 if not given.")
            Integer limit,

            @Size(max = 100)
            @JsonPropertyDescription(
                    "'next' of the answer before, for the moments after its; with the same query and filters.")
            String cursor) {}

    /** The moments. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Found(
            @NotNull @JsonPropertyDescription("The query as it was understood.")
            String query,

            @JsonPropertyDescription(
                    "Whether the first moment is one that the search can stand for; if not, these are only the nearest there are.")
            boolean confident,

            @JsonPropertyDescription("Why the search cannot stand for it, or why nothing is found.")
            String message,

            @NotNull @JsonPropertyDescription("Best first.") List<FoundMoment> moments,

            @JsonPropertyDescription("What to give as 'cursor' to go on with; missing at the end.")
            String next)
            implements ToolResult {

        @Override
        public String text() {
            StringBuilder text = new StringBuilder();
            Optional.ofNullable(message).ifPresent(said -> text.append(said).append('\n'));
            for (int i = 0; i < moments.size(); i++) {
                text.append(i + 1).append(". ").append(moments.get(i).text()).append('\n');
            }
            if (next != null) {
                text.append("More moments: go on with cursor ").append(next).append(".\n");
            }
            return text.isEmpty() ? "Nothing is found." : text.toString().stripTrailing();
        }
    }

    /** One of them. */
    record FoundMoment(
            @NotNull @JsonPropertyDescription("The film's id, for the other tools.")
            String video,

            @NotNull @JsonPropertyDescription("The film's name.")
            String title,

            @JsonPropertyDescription("First second of the moment in the film.")
            double start,

            @JsonPropertyDescription("Last second of the moment in the film.")
            double end,

            @NotNull @JsonPropertyDescription("What is seen, as the model wrote it; cut at 600 characters.")
            String caption,

            @JsonPropertyDescription("Higher is better; to be compared within this answer only.")
            double score,

            @JsonPropertyDescription("How sure the model is of the caption, from 0 to 1.")
            double confidence,

            @NotNull @JsonPropertyDescription("Why it matched.")
            String why,

            @NotNull @JsonPropertyDescription("Plays it: a path at the service's address.")
            String play) {

        private static FoundMoment of(Moment moment) {
            return new FoundMoment(
                    moment.video(),
                    moment.name(),
                    Told.seconds(moment.start()),
                    Told.seconds(moment.end()),
                    Told.shortened(moment.caption()),
                    moment.score(),
                    moment.confidence(),
                    Told.shortened(moment.why()),
                    moment.play());
        }

        private String text() {
            return String.format(
                    Locale.ROOT,
                    "%s, %s (video %s, score %.4f, confidence %.2f): %s",
                    title,
                    Told.span(start, end),
                    video,
                    score,
                    confidence,
                    caption);
        }
    }

    private final SearchResource search;

    @Inject
    SearchTool(SearchResource search) {
        this.search = search;
    }

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String title() {
        return "Search for moments";
    }

    @Override
    public String description() {
        return "Finds moments in the archive's films by what is seen in them, in words or in meaning. Each comes with its film's id, its start and end in seconds, and what is"
                + " seen. When nothing answers, 'confident' is false and the nearest moments are given. Takes milliseconds.";
    }

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Found> result() {
        return Found.class;
    }

    @Override
    public Found call(Arguments arguments, Caller caller) {
        VideoFilter filter = new VideoFilter(
                arguments.video(),
                arguments.collection() == null ? null : List.of(arguments.collection()),
                arguments.tags(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        int limit = arguments.limit() == null ? Integer.parseInt(USUAL) : arguments.limit();
        SearchResults found = search.search(arguments.query(), limit, arguments.cursor(), filter, false, false);
        return new Found(
                found.query(),
                found.confident(),
                found.message(),
                found.moments().stream().map(FoundMoment::of).toList(),
                found.next());
    }
}
