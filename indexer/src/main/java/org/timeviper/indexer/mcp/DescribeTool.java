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
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.timeviper.api.Scene;
import org.timeviper.api.Timeline;
import org.timeviper.api.VideoView;
import org.timeviper.api.VideosResource;

/** Tells what a film shows, scene by scene. */
@Singleton
final class DescribeTool implements ArchiveTool<DescribeTool.Arguments, DescribeTool.Description> {

    private static final String USUAL = "50";

    /** Which film, and which part of it. */
    record Arguments(
            @NotBlank @Size(max = 100) @JsonPropertyDescription("The film's id, as 'search' tells it.")
            String video,

            @PositiveOrZero
            @JsonPropertyDescription(
                    "Only scenes that are not over before this second; from the beginning if not given.")
            Double start,

            @PositiveOrZero
            @JsonPropertyDescription("Only scenes that begin before this second; to the end if not given.")
            Double end,

            @PositiveOrZero
            @JsonProperty(defaultValue = "0")
            @JsonPropertyDescription("How many of these scenes to pass over: 'next' of the answer before.")
            Integer skip,

            @Min(1)
            @Max(100)
            @JsonProperty(defaultValue = USUAL)
            @JsonPropertyDescription("How many scenes at most; 50 if not given.")
            Integer limit) {

        private boolean holds(Scene scene) {
            return (start == null || scene.end() > start) && (end == null || scene.start() < end);
        }
    }

    /** The film. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Description(
            @NotNull @JsonPropertyDescription("The film's id.")
            String video,

            @NotNull @JsonPropertyDescription("The film's name.")
            String title,

            @NotNull
            @JsonPropertyDescription("READY when it is indexed; before that there are no scenes yet, or not all.")
            String state,

            @JsonPropertyDescription("Why its indexing failed, if it did.")
            String problem,

            @JsonPropertyDescription("Length in seconds; 0 until it is known.")
            double duration,

            @JsonPropertyDescription("Width of the picture in pixels.")
            int width,

            @JsonPropertyDescription("Height of the picture in pixels.")
            int height,

            @JsonPropertyDescription("Frames a second.") double frameRate,

            @NotNull @JsonPropertyDescription("When it came into the archive: ISO 8601, UTC.")
            String created,

            @JsonPropertyDescription("The collection that it belongs to, if to any.")
            String collection,

            @NotNull @JsonPropertyDescription("Its tags.") List<String> tags,

            @JsonPropertyDescription("The language spoken in it as a BCP 47 tag, if that is known.")
            String language,

            @JsonPropertyDescription("How many frames the model looked at.")
            long framesSeen,

            @JsonPropertyDescription("How many frames the film has.")
            long framesTotal,

            @JsonPropertyDescription("How many scenes there are in the part that is asked for.")
            int total,

            @NotNull @JsonPropertyDescription("Scenes and events in the order of time.")
            List<DescribedScene> scenes,

            @JsonPropertyDescription(
                    "What to give as 'skip' for the scenes after these; missing when these are the last.")
            Integer next)
            implements ToolResult {

        @Override
        public String text() {
            String head = String.format(
                    Locale.ROOT,
                    "%s (video %s): %s, %.1f s, %d×%d at %.3g frames a second%s%s. The model looked at %d of %d frames.",
                    title,
                    video,
                    state,
                    duration,
                    width,
                    height,
                    frameRate,
                    collection == null ? "" : ", collection " + collection,
                    tags.isEmpty() ? "" : ", tags " + String.join(", ", tags),
                    framesSeen,
                    framesTotal);
            String told = scenes.stream().map(DescribedScene::text).collect(Collectors.joining("\n"));
            return head
                    + (problem == null ? "" : "\nIt could not be indexed: " + problem)
                    + (told.isEmpty() ? "\nNo scenes there." : "\n" + told)
                    + (next == null ? "" : "\n" + (total - next) + " more scenes: go on with skip " + next + ".");
        }
    }

    /** What is seen for a while. */
    record DescribedScene(
            @JsonPropertyDescription("First second.") double start,
            @JsonPropertyDescription("Last second.") double end,

            @NotNull @JsonPropertyDescription("'scene' for a whole shot, 'event' for what happens within one.")
            String kind,

            @NotNull @JsonPropertyDescription("What is seen, as the model wrote it; cut at 600 characters.")
            String caption,

            @JsonPropertyDescription("How sure the model is of it, from 0 to 1.")
            double confidence) {

        private static DescribedScene of(Scene scene) {
            return new DescribedScene(
                    Told.seconds(scene.start()),
                    Told.seconds(scene.end()),
                    scene.kind(),
                    Told.shortened(scene.caption()),
                    scene.confidence());
        }

        private String text() {
            return String.format(
                    Locale.ROOT, "%s, %s (confidence %.2f): %s", Told.span(start, end), kind, confidence, caption);
        }
    }

    private final VideosResource videos;

    @Inject
    DescribeTool(VideosResource videos) {
        this.videos = videos;
    }

    @Override
    public String name() {
        return "describe";
    }

    @Override
    public String title() {
        return "Describe a film";
    }

    @Override
    public String description() {
        return "Tells of one film what is known (name, length, collection, tags) and what it shows: its scenes and events with start and end in seconds, as the model wrote"
                + " them when it was indexed. Of a long film ask for a part, or page with 'skip'. Takes milliseconds.";
    }

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Description> result() {
        return Description.class;
    }

    @Override
    public Description call(Arguments arguments, Caller caller) {
        Timeline timeline = videos.timeline(arguments.video());
        List<Scene> asked = timeline.scenes().stream().filter(arguments::holds).toList();
        int skip = arguments.skip() == null ? 0 : arguments.skip();
        int limit = arguments.limit() == null ? Integer.parseInt(USUAL) : arguments.limit();
        List<DescribedScene> scenes =
                asked.stream().skip(skip).limit(limit).map(DescribedScene::of).toList();
        int after = skip + scenes.size();
        VideoView video = timeline.video();
        return new Description(
                video.id(),
                video.name(),
                video.state().name(),
                video.problem(),
                Told.seconds(video.durationSeconds()),
                video.width(),
                video.height(),
                video.frameRate(),
                video.createdAt().toString(),
                video.collection(),
                video.tags(),
                video.language(),
                timeline.framesSeen(),
                timeline.framesTotal(),
                asked.size(),
                scenes,
                scenes.isEmpty() || after >= asked.size() ? null : after);
    }
}
