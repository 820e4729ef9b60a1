package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.timeviper.model.cost.MemoryNeed;
import org.timeviper.model.cost.ModelInfo;
import org.timeviper.model.cost.ModelInfo.PartSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells how large a model is, and how long a film fits. */
@Command(
        name = "info",
        header = "Tells how large a model is, and how long a film a graphics card has room for.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper model info /models/timeviper-9b                  on a card of 80 GB",
            "  timeviper model info /models/timeviper-9b --memory 24GB",
            "  timeviper model info /models/timeviper-9b --memory 80GB --json | jq '.videos[] | [.precision, .dropping, .frames]'",
            "",
            "What fits is calculated, term by term, as if all were held at once; nothing is measured."
        })
final class ModelInfoCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "The model's folder.")
    private Path folder;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "80GB",
            description = "The card's memory; GB are powers of 1000, GiB of 1024. Default: ${DEFAULT-VALUE}.")
    private String memory;

    @Option(
            names = "--reserve",
            paramLabel = "SIZE",
            defaultValue = "1GB",
            description = "What the engine keeps of it to itself. Default: ${DEFAULT-VALUE}.")
    private String reserve;

    @Option(
            names = "--json",
            description =
                    "Prints {\"model\":{\"parts\",…},\"parameters\",\"memoryBytes\",\"videos\":[{\"precision\",\"dropping\",\"frames\",\"fixed\",\"perFrame\",…}]}.")
    private boolean json;

    ModelInfoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * What is told.
     *
     * @param model how large it is
     * @param parameters of all parts
     * @param memoryBytes of the card
     * @param videos what fits
     */
    record Info(ModelInfo model, long parameters, long memoryBytes, List<Video> videos) {}

    /**
     * The longest film that fits.
     *
     * @param precision of the decoder
     * @param dropping how tokens are dropped
     * @param frames of it; 0 if the card has no room for the model itself
     * @param seconds of it at a frame a second
     * @param fixedBytes what does not grow with it
     * @param bytesPerFrame what every frame adds
     * @param fixed terms of the one
     * @param perFrame terms of the other
     */
    record Video(
            String precision,
            String dropping,
            long frames,
            long seconds,
            double fixedBytes,
            double bytesPerFrame,
            List<MemoryNeed.Term> fixed,
            List<MemoryNeed.Term> perFrame) {

        static Video of(MemoryNeed need, long memory) {
            long frames = need.longest(memory);
            return new Video(
                    need.precision().name().toLowerCase(Locale.ROOT),
                    need.dropping(),
                    frames,
                    frames,
                    need.fixedBytes(),
                    need.bytesPerFrame(),
                    need.fixed(),
                    need.perFrame());
        }
    }

    @Override
    public Integer call() {
        long bytes = ByteSize.parse(memory);
        ModelInfo model = ModelInfo.of(folder);
        List<Video> videos = ModelInfo.needs(folder, ByteSize.parse(reserve)).stream()
                .map(need -> Video.of(need, bytes))
                .toList();
        long parameters = model.parts().stream().mapToLong(PartSize::parameters).sum();
        Info info = new Info(model, parameters, bytes, videos);
        if (json) {
            JsonOutput.write(terminal, info);
        } else {
            print(info);
        }
        return ExitCode.DONE;
    }

    private void print(Info info) {
        sizes(info);
        terminal.line("");
        longest(info);
        Video told = info.videos().getFirst();
        terminal.line("");
        terminal.line("%s", terminal.bold("How that comes about (" + told.precision() + ", " + told.dropping() + ")"));
        terms("fixed", told.fixedBytes(), told.fixed());
        terms("every frame", told.bytesPerFrame(), told.perFrame());
        terminal.paragraph("", sum(info, told));
    }

    private static String sum(Info info, Video told) {
        if (told.frames() == 0) {
            return String.format(
                    Locale.ROOT,
                    "What is fixed, %s, leaves no room in %s.",
                    ByteSize.words(told.fixedBytes()),
                    ByteSize.words(info.memoryBytes()));
        }
        return String.format(
                Locale.ROOT,
                "(%s − %s) / %s = %,d frames, rounded down to a multiple of 4. The terms are added up as if all were held at"
                        + " once. config.json allows %,d frames in one look.",
                ByteSize.words(info.memoryBytes()),
                ByteSize.words(told.fixedBytes()),
                ByteSize.words(told.bytesPerFrame()),
                told.frames(),
                info.model().maxFrames());
    }

    private void sizes(Info info) {
        List<PartSize> parts = info.model().parts();
        TextTable table = new TextTable("lrlrrr")
                .row(info.model().name(), "parameters", "stored as", "on disk", "in bfloat16", "in float32");
        parts.forEach(part -> table.row(
                part.part(),
                parameters(part.parameters()),
                part.types().stream().map(Enum::name).collect(Collectors.joining(", ")),
                ByteSize.words(part.storedBytes()),
                ByteSize.words(part.bfloat16Bytes()),
                ByteSize.words(part.float32Bytes())));
        table.row(
                "all",
                parameters(info.parameters()),
                "",
                ByteSize.words(parts.stream().mapToLong(PartSize::storedBytes).sum()),
                ByteSize.words(parts.stream().mapToLong(PartSize::bfloat16Bytes).sum()),
                ByteSize.words(parts.stream().mapToLong(PartSize::float32Bytes).sum()));
        headed(table);
    }

    private void longest(Info info) {
        TextTable table = new TextTable("llrrrr")
                .row(
                        "longest film in " + ByteSize.words(info.memoryBytes()),
                        "tokens",
                        "frames",
                        "at 1 frame/s",
                        "fixed",
                        "a frame");
        info.videos()
                .forEach(video -> table.row(
                        video.precision(),
                        video.dropping(),
                        video.frames() == 0 ? "none" : String.format(Locale.ROOT, "%,d", video.frames()),
                        video.frames() == 0 ? "" : Timecode.duration(video.seconds()),
                        ByteSize.words(video.fixedBytes()),
                        ByteSize.words(video.bytesPerFrame())));
        headed(table);
    }

    private void terms(String what, double bytes, List<MemoryNeed.Term> terms) {
        TextTable table = new TextTable("lrl").row(what, ByteSize.words(bytes), "");
        terms.forEach(term -> table.row("  " + term.name(), ByteSize.words(term.bytes()), term.formula()));
        table.lines().forEach(line -> terminal.line("%s", line));
    }

    private void headed(TextTable table) {
        List<String> lines = table.lines();
        terminal.line("%s", terminal.bold(lines.getFirst()));
        lines.stream().skip(1).forEach(line -> terminal.line("%s", line));
    }

    private static String parameters(long number) {
        return number >= 1e9
                ? String.format(Locale.ROOT, "%.2f billion", number / 1e9)
                : number >= 1e6
                        ? String.format(Locale.ROOT, "%.1f million", number / 1e6)
                        : String.format(Locale.ROOT, "%,d", number);
    }
}
