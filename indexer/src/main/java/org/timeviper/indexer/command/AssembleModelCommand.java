package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.timeviper.model.assembly.Assembly;
import org.timeviper.model.assembly.AssemblyReport;
import org.timeviper.model.assembly.AssemblyRequest;
import org.timeviper.model.assembly.Preset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes one model's folder from what is published in parts. */
@Command(
        name = "assemble",
        header = "Makes one model's folder from what is published in parts.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper model assemble --language NVIDIA-Nemotron-Nano-9B-v2-Base --vision vit_so400m_patch14_siglip_384.pth \\",
            "      --timeviper checkpoint.pt --preset timeviper-9b-transv --out /models/timeviper-9b",
            "  timeviper model assemble --timeviper pytorch_model.bin --tokenizer tokenizer.json --preset timeviper-9b --out DIR",
            "  timeviper model assemble ... --dry-run               only tells what becomes of every tensor",
            "",
            "Takes safetensors and PyTorch's zip files, single or in shards under an index. The decoder is of the Nemotron-H or"
                    + " the Qwen2 family (Qwen2.5 included). A tensor that is missing, misshapen or surplus is an error that names it, and then nothing"
                    + " is written; what training keeps beside a model is left out, and told. The folder appears whole or not at all; begun again, it begins anew. Weights keep their types, and are"
                    + " copied once, from file to file: that takes little memory and as much disk as they have bytes."
        })
final class AssembleModelCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--language",
            paramLabel = "DIR",
            description = "A Nemotron-Nano-v2 or Qwen2.5 as it was published: config.json, weights, tokenizer.json.")
    private Path language;

    @Option(
            names = "--vision",
            paramLabel = "FILE",
            description =
                    "A SigLIP or DINOv2 of timm, also beside open_clip's text tower: a .pth, .bin or .safetensors file, or its folder.")
    private Path vision;

    @Option(
            names = "--timeviper",
            paramLabel = "FILE",
            description =
                    "A TimeViper checkpoint, file or folder: projector, TransV, language model, or any of them. Its tensors"
                            + " go before the others'.")
    private Path timeviper;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "tokenizer.json. Default: the one beside the checkpoint or the language model.")
    private Path tokenizer;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to make.")
    private Path out;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A published variant, for what the parts do not say: timeviper-9b, timeviper-9b-transv or"
                    + " timeviper-qwen2.5-7b. Default: the one of the language model's family.")
    private String preset;

    @Option(
            names = "--vision-backbone",
            paramLabel = "NAME",
            description =
                    "For example siglip-vit-so400m-384px or dinov2-vit-l. Default: told from timm's config.json, the file's"
                            + " name, or the preset.")
    private String visionBackbone;

    @Option(
            names = "--image-size",
            paramLabel = "PIXELS",
            description = "Side of the picture. Default: the backbone's.")
    private Integer imageSize;

    @Option(
            names = "--projector",
            paramLabel = "ARCH",
            description = "tome_mlp-K (K tokens a frame) or gelu_mlp. Default: tome_mlp-16.")
    private String projector;

    @Option(
            names = "--schedule",
            paramLabel = "STAGES",
            description = "When tokens are dropped, for example uni_7_0.5-attn_39_0.1. Default: the preset's.")
    private String schedule;

    @Option(
            names = "--leave-out-surplus",
            description = "Leaves out tensors that the model has no use for; they are errors otherwise.")
    private boolean leaveOutSurplus;

    @Option(
            names = "--shard-size",
            paramLabel = "SIZE",
            defaultValue = "5GB",
            description = "About how large a file may become. Default: ${DEFAULT-VALUE}.")
    private String shardSize;

    @Option(names = "--dry-run", description = "Writes nothing.")
    private boolean dryRun;

    @Option(
            names = "--json",
            description =
                    "Prints {\"parts\",\"tensors\":[{\"name\",\"status\",\"shape\",\"type\",\"file\",…}],\"leftOut\",\"faults\",…}.")
    private boolean json;

    AssembleModelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Assembly assembly = Assembly.of(request())) {
            AssemblyReport report = assembly.report();
            if (report.complete() && !dryRun) {
                write(assembly);
            }
            print(report);
            return report.complete() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private AssemblyRequest request() {
        return new AssemblyRequest(
                Optional.ofNullable(language),
                Optional.ofNullable(vision),
                Optional.ofNullable(timeviper),
                Optional.ofNullable(tokenizer),
                new AssemblyRequest.Choices(
                        Optional.ofNullable(preset).map(Preset::named),
                        Optional.ofNullable(visionBackbone),
                        Optional.ofNullable(imageSize),
                        Optional.ofNullable(projector),
                        Optional.ofNullable(schedule)),
                out,
                new AssemblyRequest.Output(Math.max(1, ByteSize.parse(shardSize)), leaveOutSurplus));
    }

    private void write(Assembly assembly) {
        long all = assembly.report().bytes();
        long[] written = new long[1];
        long began = System.nanoTime();
        try (ProgressLine progress = new ProgressLine(terminal)) {
            assembly.write(bytes -> {
                written[0] += bytes;
                double seconds = (System.nanoTime() - began) / 1e9;
                progress.show(
                        "Copying " + ByteSize.words(all),
                        100.0 * written[0] / all,
                        seconds * (all - written[0]) / written[0]);
            });
        }
    }

    private void print(AssemblyReport report) {
        if (json) {
            JsonOutput.write(terminal, report);
            return;
        }
        new AssemblyPrinter(terminal).print(report);
        if (!report.complete()) {
            terminal.note("timeviper: %s was not made.", out);
        } else if (dryRun) {
            terminal.line("Nothing is missing. Without --dry-run, %s is made.", out);
        } else {
            terminal.line("Made %s. Use it with TIMEVIPER_MODEL_DIR=%s", terminal.bold(out.toString()), out);
        }
    }
}
