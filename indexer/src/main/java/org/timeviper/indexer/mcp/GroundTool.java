package org.timeviper.indexer.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.timeviper.api.GroundResult;
import org.timeviper.indexer.http.LoadLimit;
import org.timeviper.indexer.http.VideoGrounding;

/** Tells when in a film something is seen. */
@Singleton
final class GroundTool implements ArchiveTool<GroundTool.Arguments, GroundTool.Sighting> {

    /** What is looked for, and in which film. */
    record Arguments(
            @NotBlank @Size(max = 100) @JsonPropertyDescription("The film's id, as 'search' tells it.")
            String video,

            @NotBlank
            @Size(max = 2000)
            @JsonPropertyDescription("What to look for, as it would be seen: the red car turns left.")
            String description) {}

    /** When it is seen. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sighting(
            @NotNull @JsonPropertyDescription("The film's id.")
            String video,

            @NotNull @JsonPropertyDescription("What was looked for.")
            String description,

            @JsonPropertyDescription("Whether it is seen, and the model is sure of it.")
            boolean seen,

            @JsonPropertyDescription("First second in which it is seen; missing when it is not.")
            Double start,

            @JsonPropertyDescription("Last second in which it is seen; missing when it is not.")
            Double end,

            @JsonPropertyDescription("How sure the model is of its answer, from 0 to 1.")
            double confidence,

            @NotNull @JsonPropertyDescription("The answer as a sentence.")
            String message,

            @JsonPropertyDescription("Plays it: a path at the service's address; missing when it is not seen.")
            String play)
            implements ToolResult {

        private static Sighting of(GroundResult result) {
            return new Sighting(
                    result.video(),
                    result.description(),
                    result.found(),
                    result.start() == null ? null : Told.seconds(result.start()),
                    result.end() == null ? null : Told.seconds(result.end()),
                    result.confidence(),
                    result.message(),
                    result.play());
        }

        @Override
        public String text() {
            return message;
        }
    }

    private final VideoGrounding grounding;
    private final LoadLimit load;

    @Inject
    GroundTool(VideoGrounding grounding, LoadLimit load) {
        this.grounding = grounding;
        this.load = load;
    }

    @Override
    public String name() {
        return "ground";
    }

    @Override
    public String title() {
        return "Find when something is seen";
    }

    @Override
    public String description() {
        return "Has the model look through one whole film for what you describe, and tells from which second to which it is seen, or that it is not seen there. Takes seconds,"
                + " and minutes in long films.";
    }

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Sighting> result() {
        return Sighting.class;
    }

    @Override
    public Sighting call(Arguments arguments, Caller caller) {
        return load.question(
                () -> Sighting.of(grounding.ground(arguments.video(), arguments.description(), caller.left())));
    }
}
