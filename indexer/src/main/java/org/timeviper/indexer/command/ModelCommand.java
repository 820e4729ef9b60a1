package org.timeviper.indexer.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be done with a model's folder. */
@Command(
        name = "model",
        header = "Makes a model's folder from published weights, checks one, or tells how large one is.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper model assemble --language DIR --vision FILE --timeviper FILE --out DIR",
            "  timeviper model check /models/timeviper-9b",
            "  timeviper model info /models/timeviper-9b --memory 80GB",
            "",
            "'timeviper model assemble --help', 'timeviper model check --help' and 'timeviper model info --help' tell more."
        })
final class ModelCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
