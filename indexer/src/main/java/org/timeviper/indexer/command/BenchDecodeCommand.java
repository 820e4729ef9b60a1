package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.model.FrameSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how fast films are decoded. */
@Command(
        name = "decode",
        header = "Measures how fast films are decoded, and how fast the pictures that are kept of them are read again.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper bench decode                    the films that ship, some seconds",
            "  timeviper bench decode lecture.mp4 match.mov",
            "  timeviper bench decode --fps 2 --json lecture.mp4 | jq .[].timesRealTime",
            "",
            "Each film goes the whole way that indexing takes: a process of its own decodes every frame, finds the shots and"
                    + " writes the sampled pictures. Then these are read again, as they are for the model."
        })
final class BenchDecodeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Video files. Default: the films that ship.")
    private List<Path> films;

    @Option(
            names = "--fps",
            defaultValue = "1",
            description = "Pictures that are kept of a second of film. Default: ${DEFAULT-VALUE}.")
    private double fps;

    @Option(names = "--json", description = "Prints [{\"film\",\"codec\",\"width\",\"height\",\"frames\",…}], seconds.")
    private boolean json;

    BenchDecodeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * What was measured of a film.
     *
     * @param frames that were decoded
     * @param decodeSeconds that decoding and sampling took, the start of the process included
     * @param timesRealTime seconds of film decoded a second
     * @param pictures that were kept
     * @param readSeconds that reading these again took
     */
    record Decoded(
            String film,
            String codec,
            int width,
            int height,
            long frames,
            double decodeSeconds,
            double timesRealTime,
            int pictures,
            double readSeconds) {}

    @Override
    public Integer call() {
        if (!(fps > 0 && fps <= 100)) {
            throw new ParameterException(spec.commandLine(), "--fps must be more than 0 and at most 100.");
        }
        List<Decoded> all = new ArrayList<>();
        try (ProgressLine progress = new ProgressLine(terminal);
                TemporaryFolder scratch = TemporaryFolder.create("timeviper-bench")) {
            for (Path film : films == null ? DemoScript.shipped().unpack(scratch.path()) : films) {
                all.add(measured(film, scratch.path().resolve("frames"), progress));
            }
        }
        if (json) {
            JsonOutput.write(terminal, all);
        } else {
            print(all);
        }
        return ExitCode.DONE;
    }

    private Decoded measured(Path film, Path folder, ProgressLine progress) {
        String name = film.getFileName().toString();
        long begin = System.nanoTime();
        SampledFilm sampled = new FilmReader(DecoderSettings.defaults())
                .sample(film, fps, folder, (seconds, of) -> progress.show(name, 100 * seconds / of, null));
        double decode = (System.nanoTime() - begin) / 1e9;
        MediaInfo info = sampled.info();
        begin = System.nanoTime();
        FrameSource pictures = sampled.frames(0, info.durationSeconds(), Integer.MAX_VALUE);
        IntStream.range(0, pictures.count()).forEach(pictures::read);
        double read = (System.nanoTime() - begin) / 1e9;
        progress.clear();
        return new Decoded(
                name,
                info.videoCodec(),
                info.width(),
                info.height(),
                info.frameCount(),
                decode,
                info.durationSeconds() / decode,
                pictures.count(),
                read);
    }

    private void print(List<Decoded> all) {
        TextTable table = new TextTable("llrrrrr")
                .row(
                        "film",
                        "codec",
                        "size",
                        "frames",
                        "decoded a second",
                        "times real time",
                        "pictures read a second");
        for (Decoded one : all) {
            table.row(
                    one.film(),
                    one.codec(),
                    one.width() + "x" + one.height(),
                    Long.toString(one.frames()),
                    number(one.frames() / one.decodeSeconds()),
                    number(one.timesRealTime()),
                    number(one.pictures() / one.readSeconds()));
        }
        table.lines().forEach(line -> terminal.line("%s", line));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    }
}
