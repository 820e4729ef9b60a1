package org.timeviper.model.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.timeviper.model.assembly.AssemblyReport.PartReport;
import org.timeviper.model.assembly.AssemblyReport.Status;
import org.timeviper.model.assembly.AssemblyReport.TensorReport;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;

/**
 * One model's folder from what is published in parts. What becomes of every tensor is known before anything is written; values go from
 * file to file without a stop in the heap, each once.
 *
 * <pre>{@code
 * try (Assembly assembly = Assembly.of(request)) {
 *     if (assembly.report().complete()) {
 *         assembly.write(bytes -> {});
 *     }
 * }
 * }</pre>
 */
public final class Assembly implements AutoCloseable {
    private static final String TOKENIZER = "tokenizer.json";
    private static final double BYTES_A_GIGABYTE = 1e9;

    private final AssemblyRequest request;
    private final Parts parts;
    private final byte[] config;
    private final Optional<Path> tokenizer;
    private final ModelConfig model;
    private final AssemblyReport report;

    private Assembly(AssemblyRequest request, Parts parts) {
        this.request = request;
        this.parts = parts;
        this.config = new ConfigDerivation(request.choices(), parts).derive();
        this.model = ModelConfig.parse(
                config,
                "the config.json that the parts come to",
                request.out().getFileName().toString());
        this.tokenizer = request.tokenizer().or(() -> parts.beside(TOKENIZER, Part.Kind.TIMEVIPER, Part.Kind.LANGUAGE));
        this.report = survey();
    }

    /**
     * Opens the parts and sees what they come to.
     *
     * @throws ModelException if a part cannot be used, or it is not told how large the model is; tensors that are missing or do not fit
     *     are told by the {@linkplain #report() report}
     */
    public static Assembly of(AssemblyRequest request) {
        Parts parts = Parts.open(request);
        try {
            return new Assembly(request, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private AssemblyReport survey() {
        Inventory inventory = Inventory.of(model, parts, !request.output().leaveOutSurplus());
        List<String> faults = new ArrayList<>(inventory.faults());
        if (tokenizer.isPresent()) {
            faults.addAll(TokenizerFit.faults(tokenizer.get(), model));
        } else {
            faults.add("missing " + TOKENIZER
                    + ": there is none beside the TimeViper checkpoint or the language model; fetch it, or name it");
        }
        List<PartReport> reports = parts.all().stream()
                .map(part -> report(part, inventory.tensors()))
                .toList();
        return new AssemblyReport(
                reports,
                inventory.tensors(),
                inventory.leftOut(),
                tokenizer.map(Path::toString).orElse(null),
                reports.stream().mapToLong(PartReport::bytes).sum(),
                faults);
    }

    private PartReport report(Part part, List<TensorReport> tensors) {
        List<TensorReport> taken = tensors.stream()
                .filter(tensor -> tensor.status() == Status.FOUND)
                .filter(tensor -> parts.holding(tensor.name()).orElseThrow() == part)
                .toList();
        return new PartReport(
                part.kind().title(),
                part.given().toString(),
                part.checkpoint().names().size(),
                taken.size(),
                taken.stream()
                        .mapToLong(tensor -> part.info(tensor.name()).bytes())
                        .sum());
    }

    /** What becomes of every tensor. */
    public AssemblyReport report() {
        return report;
    }

    /** What the model's {@code config.json} says. */
    public ModelConfig config() {
        return model;
    }

    /**
     * Makes the folder. It appears whole or not at all.
     *
     * @param progress hears of every piece how many bytes it had
     * @throws ModelException if there are faults, the folder is there already, the disk has no room for it, or a part becomes shorter
     *     while it is read
     */
    public void write(LongConsumer progress) {
        if (!report.complete()) {
            throw new ModelException(request.out() + " cannot be made:\n  " + String.join("\n  ", report.faults()));
        }
        Path out = request.out();
        try (StagingFolder staging = StagingFolder.beside(out)) {
            requireRoom(staging.path());
            write(staging.path(), progress);
            try (Checkpoint written = Checkpoint.open(staging.path())) {
                written.require(model, out.toString());
            }
            staging.publish();
        } catch (IOException e) {
            throw new ModelException(out + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void requireRoom(Path folder) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < report.bytes()) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "the model takes %.1f GB, but the disk of %s has room for only %.1f GB: name a folder on another one",
                    report.bytes() / BYTES_A_GIGABYTE,
                    request.out(),
                    usable / BYTES_A_GIGABYTE));
        }
    }

    private void write(Path folder, LongConsumer progress) throws IOException {
        Files.write(folder.resolve("config.json"), config);
        Files.copy(tokenizer.orElseThrow(), folder.resolve(TOKENIZER));
        List<ShardFile> files = ShardFile.of(taken(), request.output().shardBytes());
        for (ShardFile file : files) {
            file.write(folder, progress);
        }
        if (files.size() > 1) {
            Files.write(folder.resolve("model.safetensors.index.json"), ShardFile.index(files));
        }
    }

    private List<ShardFile.Taken> taken() {
        return report.tensors().stream()
                .map(tensor -> {
                    Part part = parts.holding(tensor.name()).orElseThrow();
                    return new ShardFile.Taken(part.info(tensor.name()), part);
                })
                .toList();
    }

    @Override
    public void close() {
        parts.close();
    }
}
