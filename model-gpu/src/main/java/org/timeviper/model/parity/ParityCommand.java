package org.timeviper.model.parity;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

/**
 * {@code parity DIR}: runs the model in a directory on the recording beside it, and prints one line a quantity with its relative error
 * ‖out−ref‖/‖ref‖, then {@code max E}.
 */
public final class ParityCommand {
    /** Every quantity is within the tolerance. */
    public static final int WITHIN = 0;
    /** Some quantity is not, or the directory cannot be used. */
    public static final int BEYOND = 1;
    /** The arguments are wrong. */
    public static final int USAGE = 2;

    private static final String HELP = """
            usage: timeviper parity DIR [--tolerance T] [--dtype f32|bf16] [--device cpu|cuda[:N]]

            Runs the model in DIR (config.json, model.safetensors) on DIR/reference.safetensors and prints the relative error of
            every recorded quantity. Exits 0 only if all are within the tolerance (2e-4; with bf16 5e-2) and, in f32, all generated
            ids are equal. With bf16 only the vision and plain quantities are compared, with the recorded ids fed at each step; and on
            a card, where the vision part is rounded, too, tokens are merged of the recorded features.""";

    private ParityCommand() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /**
     * Runs the command.
     *
     * @param args as a person typed them after {@code parity}
     * @param out for the errors
     * @param err for what is wrong
     * @return exit code: {@link #WITHIN}, {@link #BEYOND} or {@link #USAGE}
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (List.of(args).contains("--help")) {
            out.println(HELP);
            return WITHIN;
        }
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (IllegalArgumentException | ModelException e) {
            err.println(e.getMessage());
            err.println(HELP);
            return USAGE;
        }
        try {
            return compare(arguments, out, err);
        } catch (ModelException e) {
            err.println(e.getMessage());
            return BEYOND;
        }
    }

    private static int compare(Arguments arguments, PrintStream out, PrintStream err) {
        ModelOptions options = new ModelOptions(arguments.device(), arguments.precision(), 0);
        List<Quantity> quantities;
        try (Recording recording = Recording.open(arguments.directory());
                Network network = Network.load(arguments.directory(), options)) {
            quantities = new Parity(network, recording).compare();
        }
        double worst = 0;
        boolean within = true;
        for (Quantity quantity : quantities) {
            out.println(String.format(Locale.ROOT, "%-28s %.3e", quantity.name(), quantity.error()));
            worst = Math.max(worst, quantity.error());
            boolean bad = !(quantity.error() <= arguments.tolerance()) || quantity.exact() && quantity.error() != 0;
            if (bad) {
                within = false;
                err.println(quantity.name() + " is off: "
                        + (quantity.exact() ? "the generated ids differ" : "beyond " + arguments.tolerance()));
            }
        }
        out.println(String.format(Locale.ROOT, "max %.3e", worst));
        return within ? WITHIN : BEYOND;
    }

    private record Arguments(Path directory, double tolerance, Precision precision, ComputeDevice device) {
        private static final double FLOAT32_TOLERANCE = 2e-4;
        private static final double BFLOAT16_TOLERANCE = 5e-2;

        static Arguments parse(String[] args) {
            Path directory = null;
            OptionalDouble tolerance = OptionalDouble.empty();
            Precision precision = Precision.FLOAT32;
            ComputeDevice device = ComputeDevice.cpu();
            Deque<String> left = new ArrayDeque<>(List.of(args));
            while (!left.isEmpty()) {
                String argument = left.pop();
                switch (argument) {
                    case "--tolerance" -> tolerance = OptionalDouble.of(number(value(argument, left)));
                    case "--dtype" -> precision = Precision.parse(value(argument, left));
                    case "--device" -> device = ComputeDevice.parse(value(argument, left));
                    default -> {
                        if (argument.startsWith("-") || directory != null) {
                            throw new IllegalArgumentException("parity does not understand '" + argument + "'");
                        }
                        directory = Path.of(argument);
                    }
                }
            }
            if (directory == null) {
                throw new IllegalArgumentException("parity needs the directory of a recording");
            }
            double usual = precision == Precision.FLOAT32 ? FLOAT32_TOLERANCE : BFLOAT16_TOLERANCE;
            return new Arguments(directory, tolerance.orElse(usual), precision, device);
        }

        private static String value(String option, Deque<String> left) {
            if (left.isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return left.pop();
        }

        private static double number(String text) {
            try {
                double number = Double.parseDouble(text);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--tolerance needs a number, not '" + text + "'", e);
            }
            throw new IllegalArgumentException("--tolerance needs a number of at least 0, not " + text);
        }
    }
}
