package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.model.assembly.AssemblyReport;
import org.timeviper.model.assembly.AssemblyReport.Status;
import org.timeviper.model.assembly.AssemblyReport.TensorReport;

/** Tells what becomes of every tensor: those that layers repeat in one line, with their number. */
final class AssemblyPrinter {

    private static final String INDENT = "  ";

    private final Terminal terminal;

    AssemblyPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Tensors of one name but for numbers in it, of one kind and fate. */
    private record Alike(String section, String name, Status status, String type, String shape, String file) {

        static Alike of(TensorReport tensor) {
            return new Alike(
                    Objects.requireNonNullElse(tensor.section(), ""),
                    tensor.name().replaceAll("(?<=\\.)\\d+(?=\\.)", "N"),
                    tensor.status(),
                    tensor.type() == null ? "" : tensor.type().name(),
                    shape(tensor),
                    tensor.file() == null
                            ? ""
                            : Path.of(tensor.file()).getFileName().toString());
        }

        private static String shape(TensorReport tensor) {
            List<Long> shape = tensor.shape() == null ? tensor.expected() : tensor.shape();
            String text = shape.stream().map(String::valueOf).collect(Collectors.joining(" × "));
            return tensor.status() == Status.MISSHAPEN
                    ? text + ", not "
                            + tensor.expected().stream().map(String::valueOf).collect(Collectors.joining(" × "))
                    : text.isEmpty() ? "1" : text;
        }

        /** Layers that are alike but lie in several files are of one kind. */
        Alike without(String several) {
            return new Alike(section, name, status, type, shape, several);
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
            terminal.line("");
            terminal.line("%s", terminal.bold(section));
            lines(found).forEach(line -> terminal.line("%s%s", INDENT, marked(line)));
        });
        terminal.line("");
    }

    private void leftOut(AssemblyReport report) {
        if (report.leftOut().isEmpty()) {
            return;
        }
        terminal.line("%s", terminal.bold("left out"));
        lines(counted(report.leftOut())).forEach(line -> terminal.line("%s%s", INDENT, terminal.dim(line)));
        terminal.line("");
    }

    private static Map<Alike, Integer> counted(List<TensorReport> tensors) {
        Map<Alike, List<String>> files = new LinkedHashMap<>();
        tensors.forEach(tensor -> {
            Alike alike = Alike.of(tensor);
            files.computeIfAbsent(alike.without(""), same -> new ArrayList<>()).add(alike.file());
        });
        Map<Alike, Integer> counted = new LinkedHashMap<>();
        files.forEach((alike, found) -> {
            List<String> different = found.stream().distinct().toList();
            String from = different.size() == 1 ? different.getFirst() : different.size() + " files";
            counted.put(alike.without(from), found.size());
        });
        return counted;
    }

    private List<String> lines(Map<Alike, Integer> found) {
        TextTable table = new TextTable("rlllll");
        found.forEach((alike, count) -> table.row(
                count + " ×",
                Terminal.shortened(alike.name(), terminal.width() / 2),
                alike.type(),
                alike.shape(),
                words(alike.status()),
                Terminal.shortened(alike.file(), terminal.width() / 3)));
        return table.lines();
    }

    private static String words(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String marked(String line) {
        boolean found = Stream.of(Status.MISSING, Status.MISSHAPEN, Status.UNUSABLE)
                .map(AssemblyPrinter::words)
                .noneMatch(line::contains);
        return found ? line : terminal.bold(line);
    }

    private void print(List<String> lines) {
        terminal.line("%s", terminal.bold(lines.getFirst()));
        lines.stream().skip(1).forEach(line -> terminal.line("%s", line));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
