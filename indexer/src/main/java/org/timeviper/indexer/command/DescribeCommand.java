package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.Shot;
import org.timeviper.model.VideoSession;
import org.timeviper.model.task.ClipDescription;
import org.timeviper.model.task.Description;
import org.timeviper.model.task.Facet;
import org.timeviper.model.task.FacetCaptions;
import org.timeviper.model.task.FilmDescription;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;
import org.timeviper.model.task.VideoTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what the model sees in a film. */
@Command(
        name = "describe",
        header = "Prints what the model sees in a film; needs no library and keeps nothing.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper describe clip.mp4",
            "  timeviper describe --json clip.mp4 | jq -r '.events[] | [.start, .end, .caption] | @tsv'"
        })
final class DescribeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A video file.")
    private Path file;

    @Option(
            names = "--json",
            description =
                    "Prints {\"duration\",\"film\":{\"brief\",\"mainObject\",…},\"events\":[{\"start\",\"end\",\"caption\"}],…}, seconds as"
                            + " numbers.")
    private boolean json;

    DescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Described(
            String file,
            double duration,
            int width,
            int height,
            double frameRate,
            String model,
            long framesSeen,
            long framesTotal,
            Whole film,
            List<Summary> summaries,
            List<Event> events,
            List<Shot> shots,
            List<String> warnings) {}

    /** What the scenes come to for all of the film; empty where the model is not sure of any of them. */
    private record Whole(String brief, String detailed, String background, String mainObject, String camera) {}

    /** Of a scene. */
    private record Summary(
            double start,
            double end,
            String caption,
            String background,
            String mainObject,
            String camera,
            String brief,
            double confidence,
            boolean unsure) {}

    private record Event(double start, double end, String caption, double confidence) {}

    private record Scene(Map<Facet, Description> told, Summary summary) {

        FilmDescription.Scene in(Facet facet) {
            return new FilmDescription.Scene(new Span(summary.start(), summary.end()), told.get(facet));
        }
    }

    /**
     * A window.
     *
     * @param events confirmed, sure or not
     * @param scenes that end in it
     */
    private record Look(List<TimedCaption> events, List<Scene> scenes) {}

    @Override
    public Integer call() {
        try (ProgressLine progress = new ProgressLine(terminal);
                FilmWithModel film = FilmWithModel.open(file, progress)) {
            List<Look> looks = film.look(
                    "describing",
                    progress,
                    window -> VideoTasks.confirmed(window, VideoTasks.events(window)),
                    DescribeCommand::scene,
                    Look::new);
            Described description = describe(film, looks);
            if (json) {
                JsonOutput.write(terminal, description);
            } else {
                print(description);
            }
            return ExitCode.DONE;
        }
    }

    private static Scene scene(VideoSession session) {
        ClipDescription described = VideoTasks.describe(session);
        FacetCaptions captions = described.captions();
        double start = session.clip().startSeconds();
        Summary summary = new Summary(
                start,
                start + session.clip().durationSeconds(),
                captions.detailed(),
                captions.background(),
                captions.mainObject(),
                captions.camera(),
                captions.brief(),
                captions.confidence(),
                captions.unsure());
        return new Scene(described.told(), summary);
    }

    private static Event event(TimedCaption caption) {
        return new Event(caption.span().start(), caption.span().end(), caption.text(), caption.confidence());
    }

    private static Whole whole(List<Scene> scenes, List<TimedCaption> events) {
        return new Whole(
                told(Facet.SHORT, scenes, events),
                told(Facet.DETAILED, scenes, events),
                told(Facet.BACKGROUND, scenes, events),
                told(Facet.MAIN_OBJECT, scenes, events),
                told(Facet.CAMERA, scenes, events));
    }

    private static String told(Facet facet, List<Scene> scenes, List<TimedCaption> events) {
        List<FilmDescription.Scene> sure = scenes.stream()
                .map(scene -> scene.in(facet))
                .filter(scene -> !scene.description().unsure())
                .toList();
        return sure.isEmpty() ? "" : FilmDescription.of(facet, sure, events).text();
    }

    private Described describe(FilmWithModel film, List<Look> looks) {
        MediaInfo info = film.film().info();
        List<Scene> scenes =
                looks.stream().flatMap(look -> look.scenes().stream()).toList();
        List<TimedCaption> events =
                looks.stream().flatMap(look -> look.events().stream()).toList();
        return new Described(
                file.toString(),
                info.durationSeconds(),
                info.width(),
                info.height(),
                info.frameRate(),
                film.modelName(),
                film.framesSeen(),
                info.frameCount(),
                whole(scenes, events),
                scenes.stream().map(Scene::summary).toList(),
                events.stream()
                        .filter(event -> !event.unsure())
                        .map(DescribeCommand::event)
                        .toList(),
                film.film().shots(),
                film.film().warnings());
    }

    private void print(Described description) {
        terminal.line("%s", terminal.bold(description.file()));
        terminal.line(
                "%s, %d×%d, %.2f frames/s, %s; %s saw %d of %d frames",
                Timecode.duration(description.duration()),
                description.width(),
                description.height(),
                description.frameRate(),
                shots(description.shots().size()),
                description.model(),
                description.framesSeen(),
                description.framesTotal());
        description.warnings().forEach(warning -> terminal.paragraph("", "Mind: " + warning));
        if (description.summaries().size() > 1) {
            print(description.film());
        }
        String before = "";
        for (Summary summary : description.summaries()) {
            String said = said(summary);
            if (!said.equals(before)) {
                terminal.line("");
                terminal.paragraph("", said);
                before = said;
            }
            description.events().stream()
                    .filter(event -> event.start() >= summary.start() && event.start() < summary.end())
                    .forEach(this::print);
        }
    }

    private static String shots(int count) {
        return count == 1 ? "1 shot" : count + " shots";
    }

    private void print(Whole film) {
        String told = Stream.of(film.brief(), film.mainObject(), film.background(), film.camera())
                .filter(facet -> !facet.isEmpty())
                .distinct()
                .collect(Collectors.joining(" "));
        if (!told.isEmpty()) {
            terminal.line("");
            terminal.paragraph("", "In all: " + told);
        }
    }

    private static String said(Summary summary) {
        if (summary.caption().isEmpty()) {
            return VideoTasks.notSure();
        }
        return (summary.unsure() ? "Perhaps: " : "") + summary.caption();
    }

    private void print(Event event) {
        String span = "%18s  ".formatted(Timecode.span(event.start(), event.end()));
        List<String> lines = Terminal.wrap(event.caption(), terminal.width() - span.length());
        terminal.line("%s%s", terminal.accent(span), lines.getFirst());
        lines.stream().skip(1).forEach(line -> terminal.line("%s%s", " ".repeat(span.length()), line));
    }
}
