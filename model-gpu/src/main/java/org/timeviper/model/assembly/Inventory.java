package org.timeviper.model.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.timeviper.model.assembly.AssemblyReport.Status;
import org.timeviper.model.assembly.AssemblyReport.TensorReport;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelPart;
import org.timeviper.model.config.TensorLayout;

/** Goes through all tensors that a model needs and all that its parts hold, and says what becomes of each. */
final class Inventory {
    private final ModelConfig config;
    private final Parts parts;
    private final List<TensorReport> tensors = new ArrayList<>();
    private final List<TensorReport> leftOut = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private Inventory(ModelConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
    }

    /** @param surplus whether a surplus tensor is a fault */
    static Inventory of(ModelConfig config, Parts parts, boolean surplus) {
        Inventory inventory = new Inventory(config, parts);
        Map<String, List<Long>> layout = TensorLayout.of(config);
        layout.forEach(inventory::need);
        parts.all().forEach(part -> inventory.leave(part, layout, surplus));
        return inventory;
    }

    List<TensorReport> tensors() {
        return tensors;
    }

    List<TensorReport> leftOut() {
        return leftOut;
    }

    List<String> faults() {
        return faults;
    }

    private void need(String name, List<Long> expected) {
        Optional<Part> holder = parts.holding(name);
        if (holder.isEmpty()) {
            tensors.add(new TensorReport(name, section(name), Status.MISSING, null, expected, null, null, null));
            faults.add("missing " + name + ", expected with shape " + expected + ": " + lookedIn(name));
            return;
        }
        TensorInfo info = holder.get().info(name);
        Optional<String> misfit = info.misfit(expected);
        Status status =
                misfit.isEmpty() ? Status.FOUND : info.shape().equals(expected) ? Status.UNUSABLE : Status.MISSHAPEN;
        TensorReport report = report(holder.get(), name, status, expected);
        tensors.add(report);
        misfit.ifPresent(fault -> faults.add(fault + ", in " + report.file() + advice(info)));
    }

    private String section(String name) {
        return ModelPart.of(name, config.decoder()).title();
    }

    /** Where the tensor could have been. */
    private String lookedIn(String name) {
        ModelPart section = ModelPart.of(name, config.decoder());
        List<Part.Kind> homes =
                switch (section) {
                    case VISION -> List.of(Part.Kind.VISION, Part.Kind.TIMEVIPER);
                    case PROJECTOR, TRANSV -> List.of(Part.Kind.TIMEVIPER);
                    case EMBEDDINGS, MAMBA, ATTENTION, MLP, HEAD -> List.of(Part.Kind.LANGUAGE, Part.Kind.TIMEVIPER);
                };
        List<String> answers = new ArrayList<>();
        homes.stream()
                .flatMap(kind -> parts.of(kind).stream())
                .forEach(part -> answers.add("it is not in " + part.checkpoint().path()));
        homes.stream()
                .filter(kind -> parts.of(kind).isEmpty())
                .forEach(kind -> answers.add("no " + kind.title() + " was named"));
        return String.join(", and ", answers);
    }

    /** A position embedding tells how large the pictures were that it was made for. */
    private String advice(TensorInfo info) {
        if (!info.name().equals(TensorLayout.VISION + "pos_embed")
                || info.shape().size() != 3) {
            return "";
        }
        long side = Math.round(Math.sqrt(info.shape().get(1)));
        return side * side == info.shape().get(1)
                ? String.format(
                        Locale.ROOT,
                        " (it is for pictures of %d × %1$d pixels: say so if the model was trained on those)",
                        side * config.vision().patchSize())
                : "";
    }

    private void leave(Part part, Map<String, List<Long>> layout, boolean surplus) {
        part.names().forEach((name, published) -> {
            if (layout.containsKey(name)) {
                if (parts.holding(name).orElseThrow() != part) {
                    leftOut.add(report(part, name, Status.SUPERSEDED, layout.get(name)));
                }
            } else if (TensorLayout.mayBeIgnored(name, config)) {
                leftOut.add(report(part, name, Status.NOT_NEEDED, null));
            } else {
                surplus(report(part, name, Status.SURPLUS, null), surplus);
            }
        });
        part.unknown().forEach(published -> {
            if (PublishedNames.needless(published, part.kind())) {
                leftOut.add(unknown(part, published, Status.NOT_NEEDED));
            } else {
                surplus(unknown(part, published, Status.SURPLUS), surplus);
            }
        });
    }

    private static TensorReport unknown(Part part, String published, Status status) {
        TensorInfo info = part.checkpoint().info(published);
        return new TensorReport(
                published,
                null,
                status,
                info.shape(),
                null,
                info.type(),
                published,
                part.checkpoint().home(published).toString());
    }

    private void surplus(TensorReport tensor, boolean fault) {
        leftOut.add(tensor);
        if (fault) {
            faults.add("surplus " + tensor.name() + " with shape " + tensor.shape()
                    + ", not expected by the config, in " + tensor.file());
        }
    }

    private TensorReport report(Part part, String name, Status status, List<Long> expected) {
        TensorInfo info = part.info(name);
        String published = part.names().get(name);
        String section = status == Status.SURPLUS ? null : section(name);
        return new TensorReport(
                name,
                section,
                status,
                info.shape(),
                expected,
                info.type(),
                published,
                part.checkpoint().home(published).toString());
    }
}
