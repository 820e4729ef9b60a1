package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.timeviper.model.parity.ParityCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a model to a recording of the original. */
@Command(
        name = "parity",
        header = "Holds the model in DIR to its recording, quantity by quantity.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper parity models/recorded               float32: exact to 2e-4, and the same generated ids",
            "  timeviper parity --dtype bf16 models/recorded  bfloat16: vision and plain quantities, to 5e-2",
            "",
            "DIR holds config.json, model.safetensors and reference.safetensors. The last line is the largest error. Exit"
                    + " code: 0 only if every quantity is within the tolerance, else 1."
        })
final class ParityCheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "The folder with the model and its recording.")
    private Path folder;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "The largest relative error. Default: 2e-4; 5e-2 with bf16.")
    private String tolerance;

    @Option(names = "--dtype", paramLabel = "f32|bf16", description = "What is computed in. Default: f32.")
    private String dtype;

    @Option(names = "--device", paramLabel = "cpu|cuda[:N]", description = "Where. Default: cpu.")
    private String device;

    ParityCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        add(arguments, "--tolerance", tolerance);
        add(arguments, "--dtype", dtype);
        add(arguments, "--device", device);
        return ParityCommand.run(arguments.toArray(String[]::new), terminal.out(), terminal.err());
    }

    private static void add(List<String> arguments, String option, String value) {
        if (value != null) {
            arguments.add(option);
            arguments.add(value);
        }
    }
}
