package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.Shot;
import org.timeviper.model.task.FacetCaptions;
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
            description = "Prints {\"duration\",\"events\":[{\"start\",\"end\",\"caption\"}],…}, seconds as numbers.")
    private boolean json;

    DescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Description(
            String file,
            double duration,
            int width,
            int height,
            double frameRate,
            String model,
            long framesSeen,
            long framesTotal,
            List<Summary> summaries,
            List<Event> events,
            List<Shot> shots,
            List<String> warnings) {}

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

    private record Look(Summary summary, List<Event> events) {}

    @Override
    public Integer call() {
        try (ProgressLine progress = new ProgressLine(terminal);
                FilmWithModel film = FilmWithModel.open(file, progress)) {
            List<Look> looks = film.look("describing", progress, session -> {
                FacetCaptions captions = VideoTasks.captions(session);
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
                return new Look(
                        summary,
                        VideoTasks.confirmed(session, VideoTasks.events(session)).stream()
                                .filter(event -> !event.unsure())
                                .map(DescribeCommand::event)
                                .toList());
            });
            Description description = describe(film, looks);
            if (json) {
                JsonOutput.write(terminal, description);
            } else {
                print(description);
            }
            return ExitCode.DONE;
        }
    }

    private static Event event(TimedCaption caption) {
        return new Event(caption.span().start(), caption.span().end(), caption.text(), caption.confidence());
    }

    private Description describe(FilmWithModel film, List<Look> looks) {
        MediaInfo info = film.film().info();
        return new Description(
                file.toString(),
                info.durationSeconds(),
                info.width(),
                info.height(),
                info.frameRate(),
                film.modelName(),
                film.framesSeen(),
                info.frameCount(),
                looks.stream().map(Look::summary).toList(),
                looks.stream().flatMap(look -> look.events().stream()).toList(),
                film.film().shots(),
                film.film().warnings());
    }

    private void print(Description description) {
        terminal.line("%s", terminal.bold(description.file()));
        terminal.line(
                "%s, %d×%d, %.2f frames/s, %d shots; %s saw %d of %d frames",
                Timecode.duration(description.duration()),
                description.width(),
                description.height(),
                description.frameRate(),
                description.shots().size(),
                description.model(),
                description.framesSeen(),
                description.framesTotal());
        description.warnings().forEach(warning -> terminal.paragraph("", "Mind: " + warning));
        for (Summary summary : description.summaries()) {
            terminal.line("");
            terminal.paragraph("", said(summary));
            description.events().stream()
                    .filter(event -> event.start() >= summary.start() && event.start() < summary.end())
                    .forEach(this::print);
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
