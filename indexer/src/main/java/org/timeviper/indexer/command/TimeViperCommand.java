package org.timeviper.indexer.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole: what it says of itself, its subcommands, and how failures look. */
@Command(
        name = "timeviper",
        header = {"TimeViper Search finds moments in video.", ""},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper demo                                 see it work, then try it in the browser",
            "  timeviper index holiday.mp4 archive/*.mov      describe films and make them searchable",
            "  timeviper search \"a red ball moves left\"     find moments",
            "  timeviper ask \"what colour is the house?\"   ask about what is in the library",
            "  timeviper describe clip.mp4                    what the model sees, without a library",
            "  timeviper eval                                 published benchmarks, and how to run them",
            "",
            "'timeviper COMMAND --help' tells more of each. For developers there is also 'timeviper test', which runs every test.",
            "",
            "The library is --data DIR, else TIMEVIPER_DATA, else ~/.local/share/timeviper. index, search, similar, ask, export and jobs"
                    + " use the service that runs on it, and work without one. The model is TIMEVIPER_MODEL_DIR, else the starter.",
            "",
            "Exit codes: 0 done, also when nothing was found; 1 something failed, and the terminal says what to do; 2 the"
                    + " command line is wrong."
        })
final class TimeViperCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /**
     * Runs a command line.
     *
     * @param terminal where to write
     * @param arguments the command line
     * @return the exit code
     */
    static int run(Terminal terminal, String... arguments) {
        return commandLine(terminal).execute(arguments);
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new TimeViperCommand());
        line.addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new ServeCommand(terminal))
                .addSubcommand(new IndexCommand(terminal))
                .addSubcommand(new DescribeCommand(terminal))
                .addSubcommand(new GroundCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new SearchCommand(terminal))
                .addSubcommand(new SimilarCommand(terminal))
                .addSubcommand(new AskCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new CommandLine(new JobsCommand(terminal))
                        .addSubcommand(new CancelJobCommand(terminal))
                        .addSubcommand(new RetryJobCommand(terminal)))
                .addSubcommand(new ReindexCommand(terminal))
                .addSubcommand(new CommandLine(new ModelCommand())
                        .addSubcommand(new AssembleModelCommand(terminal))
                        .addSubcommand(new CheckModelCommand(terminal))
                        .addSubcommand(new ModelInfoCommand(terminal)))
                .addSubcommand(new ParityCheckCommand(terminal))
                .addSubcommand(new EvalCommand(terminal))
                .addSubcommand(new CommandLine(new BenchCommand())
                        .addSubcommand(new BenchDecodeCommand(terminal))
                        .addSubcommand(new BenchIndexCommand(terminal))
                        .addSubcommand(new BenchTransvCommand(terminal)));
        line.setOut(new PrintWriter(terminal.out(), true));
        line.setErr(new PrintWriter(terminal.err(), true));
        line.setUsageHelpWidth(terminal.width());
        line.setUsageHelpAutoWidth(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        line.setExecutionExceptionHandler((problem, failed, parsed) -> failed(terminal, problem));
        line.setParameterExceptionHandler((problem, given) -> wrong(terminal, problem));
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int failed(Terminal terminal, Exception problem) {
        terminal.note("timeviper: %s", Failures.inWords(problem));
        return ExitCode.FAILED;
    }

    private static int wrong(Terminal terminal, ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        terminal.note("timeviper: %s", problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        terminal.note("  See: %s --help", command.getCommandSpec().qualifiedName());
        return ExitCode.USAGE;
    }
}
