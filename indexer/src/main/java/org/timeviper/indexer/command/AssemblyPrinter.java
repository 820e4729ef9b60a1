package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.timeviper.model.assembly.AssemblyReport;
import org.timeviper.model.assembly.AssemblyReport.Status;
import org.timeviper.model.assembly.AssemblyReport.TensorReport;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.TensorLayout;

/** Tells what becomes of every tensor: those that layers repeat in one line, with their number. */
final class AssemblyPrinter {

    private static final String INDENT = "  ";
    private static final List<String> PREFIXES = List.of(
            TensorLayout.VISION,
            TensorLayout.PROJECTOR,
            DecoderFamily.NEMOTRON_H.backbone(),
            DecoderFamily.QWEN2.backbone(),
            "llm_backbone.llm.");

    private final Terminal terminal;

    AssemblyPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Tensors of one name but for numbers in it, of one kind and fate. */
    private record Alike(String section, String name, Status status, String type, String shape, String file) {

        /** Those of layers that lie in several files are alike all the same. */
        static Alike of(TensorReport tensor) {
            return new Alike(
                    Objects.requireNonNullElse(tensor.section(), ""),
                    tensor.name().replaceAll("(?<=\\.)\\d+(?=\\.)", "N"),
                    tensor.status(),
                    tensor.type() == null ? "" : tensor.type().name(),
                    shape(tensor),
                    "");
        }

        private static String shape(TensorReport tensor) {
            List<Long> shape = tensor.shape() == null ? tensor.expected() : tensor.shape();
            String text = shape.stream().map(String::valueOf).collect(Collectors.joining(" × "));
            return tensor.status() == Status.MISSHAPEN
                    ? text + ", not "
                            + tensor.expected().stream().map(String::valueOf).collect(Collectors.joining(" × "))
                    : text.isEmpty() ? "1" : text;
        }

        Alike told(String called, String files) {
            return new Alike(section, called, status, type, shape, files);
        }
    }

    void print(AssemblyReport report) {
        parts(report);
        tensors(report);
        leftOut(report);
        new FaultList(terminal).print(report.faults());
    }

    private void parts(AssemblyReport report) {
        TextTable table = new TextTable("llrrr").row("part", "from", "tensors", "taken", "size");
        report.parts()
                .forEach(part -> table.row(
                        part.part(),
                        Terminal.shortened(part.path(), terminal.width() / 2),
                        number(part.held()),
                        number(part.taken()),
                        ByteSize.words(part.bytes())));
        table.row(
                "tokenizer",
                report.tokenizer() == null ? "missing" : Terminal.shortened(report.tokenizer(), terminal.width() / 2),
                "",
                "",
                "");
        print(table.lines());
    }

    private void tensors(AssemblyReport report) {
        Map<String, Map<Alike, Integer>> sections = new LinkedHashMap<>();
        counted(report.tensors())
                .forEach((alike, count) -> sections.computeIfAbsent(alike.section(), title -> new LinkedHashMap<>())
                        .put(alike, count));
        sections.forEach((section, found) -> {
            String prefix = prefix(found.keySet());
            terminal.line("");
            terminal.line("%s  %s", terminal.bold(section), terminal.dim(prefix));
            lines(found, prefix).forEach(line -> terminal.line("%s%s", INDENT, line));
        });
        terminal.line("");
    }

    /** Where the names of a section all begin, which is then said once. */
    private static String prefix(Set<Alike> section) {
        return PREFIXES.stream()
                .filter(prefix ->
                        section.stream().allMatch(alike -> alike.name().startsWith(prefix)))
                .findFirst()
                .orElse("");
    }

    private void leftOut(AssemblyReport report) {
        if (report.leftOut().isEmpty()) {
            return;
        }
        terminal.line("%s", terminal.bold("left out"));
        lines(counted(report.leftOut()), "").forEach(line -> terminal.line("%s%s", INDENT, line));
        terminal.line("");
    }

    private static Map<Alike, Integer> counted(List<TensorReport> tensors) {
        Map<Alike, List<TensorReport>> groups = new LinkedHashMap<>();
        tensors.forEach(tensor -> groups.computeIfAbsent(Alike.of(tensor), same -> new ArrayList<>())
                .add(tensor));
        Map<Alike, Integer> counted = new LinkedHashMap<>();
        groups.forEach((alike, found) -> counted.put(
                alike.told(found.size() == 1 ? found.getFirst().name() : alike.name(), files(found)), found.size()));
        return counted;
    }

    private static String files(List<TensorReport> tensors) {
        List<String> files = tensors.stream()
                .map(TensorReport::file)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return switch (files.size()) {
            case 0 -> "";
            case 1 -> Path.of(files.getFirst()).getFileName().toString();
            default -> files.size() + " files";
        };
    }

    private List<String> lines(Map<Alike, Integer> found, String prefix) {
        TextTable table = new TextTable("rlllll");
        found.forEach((alike, count) -> table.row(
                count + " ×",
                Terminal.shortened(alike.name().substring(prefix.length()), terminal.width() / 2),
                alike.type(),
                alike.shape(),
                words(alike.status()),
                Terminal.shortened(alike.file(), terminal.width() / 3)));
        List<String> lines = new ArrayList<>();
        for (Alike alike : found.keySet()) {
            lines.add(styled(alike.status(), table.lines().get(lines.size())));
        }
        return lines;
    }

    private static String words(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String styled(Status status, String line) {
        return switch (status) {
            case FOUND -> line;
            case MISSING, MISSHAPEN, UNUSABLE, SURPLUS -> terminal.bold(line);
            case NOT_NEEDED, SUPERSEDED -> terminal.dim(line);
        };
    }

    private void print(List<String> lines) {
        terminal.line("%s", terminal.bold(lines.getFirst()));
        lines.stream().skip(1).forEach(line -> terminal.line("%s", line));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
