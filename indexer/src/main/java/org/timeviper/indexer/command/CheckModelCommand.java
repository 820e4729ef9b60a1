package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.timeviper.model.assembly.ModelCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sees whether a model's folder is whole. */
@Command(
        name = "check",
        header = "Sees whether a model's folder is whole, without loading it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper model check /models/timeviper-9b",
            "  timeviper model check /models/timeviper-9b --json | jq -r '.faults[]'",
            "",
            "Holds config.json to every tensor (name, shape, type), the files to their own headers (lengths, overlaps, gaps), and"
                    + " tokenizer.json to the vocabulary. Reads no weight. Exit code: 0 only if nothing is wrong, else 1 with every"
                    + " fault named."
        })
final class CheckModelCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "The model's folder.")
    private Path folder;

    @Option(
            names = "--json",
            description =
                    "Prints {\"directory\",\"tensors\",\"bytes\",\"unloaded\",\"unloadedBytes\",\"types\",\"files\",\"faults\"}.")
    private boolean json;

    CheckModelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ModelCheck check = ModelCheck.of(folder);
        if (json) {
            JsonOutput.write(terminal, check);
        } else {
            print(check);
        }
        return check.whole() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void print(ModelCheck check) {
        if (check.tensors() > 0) {
            terminal.line(
                    "%s  %,d tensors in %s, %s (%s)",
                    terminal.bold(folder.toString()),
                    check.tensors(),
                    check.files().size() == 1
                            ? check.files().getFirst()
                            : check.files().size() + " files",
                    ByteSize.words(check.bytes()),
                    check.types().entrySet().stream()
                            .map(type -> String.format(Locale.ROOT, "%,d × %s", type.getValue(), type.getKey()))
                            .collect(Collectors.joining(", ")));
        }
        if (check.unloaded() > 0) {
            terminal.line(
                    "%,d of these tensors, %s, are not loaded: training state, or what this config has no use for.",
                    check.unloaded(), ByteSize.words(check.unloadedBytes()));
        }
        if (check.whole()) {
            terminal.line("Nothing is wrong: config, tensors, files and tokenizer fit together.");
        }
        new FaultList(terminal).print(check.faults());
    }
}
