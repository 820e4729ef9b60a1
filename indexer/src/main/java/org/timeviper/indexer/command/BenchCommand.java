package org.timeviper.indexer.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be measured by the packaged application; the start script measures the model itself. */
@Command(
        name = "bench",
        header =
                "Measures how fast it is: 'bench decode' the reading of films, 'bench index' the search index, 'bench transv' what"
                        + " token dropping saves; 'bench eager' the model beside plain PyTorch; without a word more, the model.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper bench              the model, some eighteen minutes",
            "  timeviper bench eager        the model beside the same in plain PyTorch, some minutes",
            "  timeviper bench decode FILE  the decoding of a film, as long as that takes; without one, of those that ship",
            "  timeviper bench index        the search index, a minute",
            "  timeviper bench transv       the model's prompts with and without token dropping, some minutes",
            "",
            "'timeviper bench --help' and the others' --help tell more."
        })
final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
