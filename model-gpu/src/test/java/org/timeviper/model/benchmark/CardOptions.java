package org.timeviper.model.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.model.RandomModel;
import org.timeviper.model.assembly.Preset;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

/**
 * What {@link CardCommand} was asked for.
 *
 * @param precision of the decoder
 * @param model a folder; without one, weights of the shape are drawn
 * @param weights where they are drawn, or lie from an earlier time; without one, in a temporary folder
 * @param starter a folder whose recording the device is held to
 * @param frames lengths of prompts, ascending
 * @param answers that are generated together
 * @param film seconds of it, at a frame a second
 * @param seconds of time, from the start
 * @param json where results go as JSON, a line each
 */
record CardOptions(
        ComputeDevice device,
        Precision precision,
        Optional<Path> model,
        Shape shape,
        Optional<Path> weights,
        Path starter,
        List<Integer> frames,
        List<Integer> answers,
        int film,
        double seconds,
        Optional<Path> json) {

    /** A model's sizes, whose weights are drawn. */
    enum Shape {
        /** Of the published 9B with TransV. */
        NINE_B("9b") {
            @Override
            byte[] config() {
                return Preset.TIMEVIPER_9B_TRANSV.config();
            }
        },
        /** Of a few thousand weights, with two drops on the way: to try the command itself. */
        TINY("tiny") {
            @Override
            byte[] config() {
                ObjectNode config = RandomModel.config("M-M*-M-*-", "uni_3_0.5-attn_7_0.25", true);
                return config.toString().getBytes(StandardCharsets.UTF_8);
            }
        };

        private final String title;

        Shape(String title) {
            this.title = title;
        }

        /** Its {@code config.json}. */
        abstract byte[] config();

        String title() {
            return title;
        }

        static Shape named(String name) {
            return Arrays.stream(values())
                    .filter(shape -> shape.title.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no shape '" + name + "': use "
                            + Arrays.stream(values()).map(Shape::title).collect(Collectors.joining(" or "))));
        }
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it cannot be read; says what is expected
     * @throws ModelException if there is no such device or precision
     */
    static CardOptions parse(String[] arguments) {
        ComputeDevice device = ComputeDevice.cuda(0);
        Precision precision = Precision.BFLOAT16;
        Optional<Path> model = Optional.empty();
        Shape shape = Shape.NINE_B;
        Optional<Path> weights = Optional.empty();
        Path starter = Path.of(System.getProperty("timeviper.starter", "starter"));
        List<Integer> frames = List.of(256, 1024, 4096, 10_240);
        List<Integer> answers = List.of(1, 8, 32);
        int film = 600;
        double seconds = 120;
        Optional<Path> json = Optional.empty();
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String option = left.pop();
            switch (option) {
                case "--device" -> device = ComputeDevice.parse(value(option, left));
                case "--precision" -> precision = Precision.parse(value(option, left));
                case "--model" -> model = Optional.of(Path.of(value(option, left)));
                case "--shape" -> shape = Shape.named(value(option, left));
                case "--weights" -> weights = Optional.of(Path.of(value(option, left)));
                case "--starter" -> starter = Path.of(value(option, left));
                case "--frames" -> frames = numbers(option, value(option, left));
                case "--answers" -> answers = numbers(option, value(option, left));
                case "--film" -> film = number(option, value(option, left));
                case "--seconds" -> seconds = number(option, value(option, left));
                case "--json" -> json = Optional.of(Path.of(value(option, left)));
                default -> throw new IllegalArgumentException("bench card does not understand '" + option + "'");
            }
        }
        return new CardOptions(device, precision, model, shape, weights, starter, frames, answers, film, seconds, json);
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return left.pop();
    }

    private static List<Integer> numbers(String option, String text) {
        return Stream.of(text.split(","))
                .map(one -> number(option, one.strip()))
                .sorted()
                .toList();
    }

    private static int number(String option, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs whole numbers above 0, not '" + text + "'", e);
        }
        throw new IllegalArgumentException(option + " needs whole numbers above 0, not " + text);
    }
}
