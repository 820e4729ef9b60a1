package org.timeviper.indexer.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.api.AnswerPart;
import org.timeviper.api.AskEvent;
import org.timeviper.api.AskRequest;
import org.timeviper.api.AskResult;
import org.timeviper.api.HitRef;
import org.timeviper.indexer.ask.Asking;
import org.timeviper.indexer.http.LoadLimit;
import org.timeviper.indexer.http.Refused;

/** Has the model answer a question about what is seen. */
@Singleton
final class AskTool implements ArchiveTool<AskTool.Arguments, AskTool.Answer> {

    /** Characters: what 20 stretches say, each in a few sentences. */
    private static final int MOST_OF_ANSWER = 6000;

    /** The question, and where to look. */
    record Arguments(
            @NotBlank
            @Size(max = 2000)
            @JsonPropertyDescription("The question, about what is seen: what colour is the house?")
            String question,

            @Size(max = 20)
            @JsonPropertyDescription(
                    "The stretches of film to look at, such as moments that 'search' has found. Without them and without 'videos', the question's best moments of the"
                            + " whole archive are chosen.")
            List<@NotNull @Valid Stretch> hits,

            @Size(max = 10)
            @JsonPropertyDescription(
                    "Ids of films to look at instead of 'hits': at all of a short film, at the question's best moments of a long one.")
            List<@NotBlank @Size(max = 100) String> videos,

            @Pattern(regexp = "[\\w-]{1,36}", message = "must be 'new' or the id of a conversation")
            @JsonPropertyDescription(
                    "'new' if more questions will follow this one, then the id that its answer gives: a question without 'hits' and 'videos' is then about what the questions before"
                            + " were about. Without it the question is by itself, and nothing of it is kept.")
            String conversation) {}

    /** A stretch of a film. */
    record Stretch(
            @NotBlank @Size(max = 100) @JsonPropertyDescription("The film's id.")
            String video,

            @NotNull @PositiveOrZero @JsonPropertyDescription("First second to look at.")
            Double start,

            @NotNull @PositiveOrZero @JsonPropertyDescription("Last second to look at.")
            Double end) {}

    /** The answer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            @NotNull @JsonPropertyDescription("The question.")
            String question,

            @NotNull
            @JsonPropertyDescription(
                    "The answer in one text, cut at 6,000 characters, or a sentence that it is not seen or cannot be told for sure.")
            String answer,

            @JsonPropertyDescription("Whether the footage shows what is asked about.")
            boolean shown,

            @JsonPropertyDescription(
                    "Whether the model is sure, be it that something is shown or that it is not. If false, assert nothing.")
            boolean sure,

            @NotNull
            @JsonPropertyDescription(
                    "What was looked at and what it says, best first; empty when there was nothing to look at.")
            List<Citation> citations,

            @JsonPropertyDescription("The id of the conversation, for the next question; only if one was asked for.")
            String conversation)
            implements ToolResult {

        private static Answer of(AskResult result) {
            return new Answer(
                    result.question(),
                    Told.shortened(result.answer(), MOST_OF_ANSWER),
                    result.shown(),
                    result.sure(),
                    result.parts().stream().map(Citation::of).toList(),
                    result.conversation());
        }

        @Override
        public String text() {
            return answer
                    + citations.stream()
                            .map(citation -> "\n- " + citation.told())
                            .collect(Collectors.joining())
                    + (conversation == null ? "" : "\n(conversation " + conversation + ")");
        }
    }

    /** Where a part of the answer rests. */
    record Citation(
            @NotNull @JsonPropertyDescription("The film's id.")
            String video,

            @NotNull @JsonPropertyDescription("The film's name.")
            String title,

            @JsonPropertyDescription("First second that was looked at.")
            double start,

            @JsonPropertyDescription("Last second that was looked at.")
            double end,

            @NotNull @JsonPropertyDescription("What this stretch says to the question; cut at 600 characters.")
            String text,

            @JsonPropertyDescription("Whether it shows what is asked about.")
            boolean shown,

            @JsonPropertyDescription("Whether the model is sure of it.")
            boolean sure,

            @JsonPropertyDescription("How sure the model is, from 0 to 1.")
            double confidence,

            @NotNull @JsonPropertyDescription("Plays it: a path at the service's address.")
            String play) {

        private static Citation of(AnswerPart part) {
            org.timeviper.api.Citation where = part.citation();
            return new Citation(
                    where.video(),
                    where.name(),
                    Told.seconds(where.start()),
                    Told.seconds(where.end()),
                    Told.shortened(part.text()),
                    part.shown(),
                    part.sure(),
                    part.confidence(),
                    where.play());
        }

        private String told() {
            return String.format(
                    Locale.ROOT,
                    "%s, %s (video %s, confidence %.2f): %s",
                    title,
                    Told.span(start, end),
                    video,
                    confidence,
                    text);
        }
    }

    private final Asking asking;
    private final ChosenFootage footage;
    private final LoadLimit load;

    @Inject
    AskTool(Asking asking, ChosenFootage footage, LoadLimit load) {
        this.asking = asking;
        this.footage = footage;
        this.load = load;
    }

    @Override
    public String name() {
        return "ask";
    }

    @Override
    public String title() {
        return "Ask about what is seen";
    }

    @Override
    public String description() {
        return "Has the model look again at footage and answer a question about it, with the films and seconds that the answer rests on. It may answer that it does not see that,"
                + " or cannot tell for sure. Takes seconds to minutes. Name things in full also in a question that follows another: not every model knows what 'it' is.";
    }

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Answer> result() {
        return Answer.class;
    }

    @Override
    public Answer call(Arguments arguments, Caller caller) {
        return load.question(() -> {
            AskRequest request = new AskRequest(arguments.question(), hits(arguments), arguments.conversation());
            return Answer.of(asking.answer(request, event -> tell(event, caller), caller.left()));
        });
    }

    private List<HitRef> hits(Arguments arguments) {
        List<Stretch> hits = arguments.hits() == null ? List.of() : arguments.hits();
        List<String> videos = arguments.videos() == null ? List.of() : arguments.videos();
        if (!hits.isEmpty() && !videos.isEmpty()) {
            throw new Refused(400, "Invalid request", "Give either 'hits' or 'videos', not both.");
        }
        return Stream.concat(
                        hits.stream().map(hit -> new HitRef(hit.video(), hit.start(), hit.end())),
                        videos.stream().distinct().flatMap(video -> footage.of(video, arguments.question()).stream()))
                .toList();
    }

    private static void tell(AskEvent event, Caller caller) {
        if (event instanceof AskEvent.Looking looking) {
            var where = looking.citation();
            caller.progress().accept("Looking at " + where.name() + ", " + Told.span(where.start(), where.end()));
        }
    }
}
