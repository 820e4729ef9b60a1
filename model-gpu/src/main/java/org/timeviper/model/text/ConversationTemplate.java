package org.timeviper.model.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.timeviper.model.config.ModelException;

/** The markup of a conversation about frames: one question, one answer. */
public enum ConversationTemplate {
    /** Of Nemotron-Nano. */
    NANO(
            List.of(
                    special("<SPECIAL_10>"),
                    text("System\n"),
                    special("<SPECIAL_12>"),
                    text("\n"),
                    special("<SPECIAL_11>"),
                    text("User\n")),
            List.of(text("\n"), special("<SPECIAL_12>"), special("<SPECIAL_11>"), text("Assistant\n")),
            List.of("<SPECIAL_12>", "</s>")),
    /** Of Qwen2. */
    QWEN2(
            List.of(
                    special("<|im_start|>"),
                    text("system\nYou are a helpful assistant."),
                    special("<|im_end|>"),
                    text("\n"),
                    special("<|im_start|>"),
                    text("user\n")),
            List.of(special("<|im_end|>"), text("\n"), special("<|im_start|>"), text("assistant\n")),
            List.of("<|im_end|>", "<|endoftext|>"));

    private final List<Segment> before;
    private final List<Segment> after;
    private final List<String> stops;

    private record Segment(boolean special, String text) {}

    ConversationTemplate(List<Segment> before, List<Segment> after, List<String> stops) {
        this.before = before;
        this.after = after;
        this.stops = stops;
    }

    private static Segment special(String name) {
        return new Segment(true, name);
    }

    private static Segment text(String text) {
        return new Segment(false, text);
    }

    /**
     * The template of a config's {@code template} key.
     *
     * @throws ModelException if there is none of this name
     */
    public static ConversationTemplate named(String name) {
        return Arrays.stream(values())
                .filter(template -> template.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new ModelException(
                        "config.json: the key 'template' is \"" + name + "\", but must be nano or qwen2"));
    }

    /** Token ids of what stands before the frames; the same for every prompt. */
    public long[] before(Tokenizer tokenizer) {
        return encode(tokenizer, before);
    }

    /**
     * Token ids of what stands after the frames.
     *
     * @param instruction what the user says; nothing in it becomes a special token
     * @param lead the first words of the answer; empty for none
     */
    public long[] after(Tokenizer tokenizer, String instruction, String lead) {
        List<Segment> segments = new ArrayList<>();
        segments.add(text(instruction));
        segments.addAll(after);
        segments.add(text(lead));
        return encode(tokenizer, segments);
    }

    /** Token ids at which an answer ends. */
    public List<Integer> stops(Tokenizer tokenizer) {
        List<Integer> ids =
                stops.stream().flatMap(stop -> tokenizer.find(stop).stream()).toList();
        if (ids.isEmpty()) {
            throw new ModelException("the tokenizer knows none of the tokens at which an answer ends: "
                    + stops.stream().collect(Collectors.joining(", ")));
        }
        return ids;
    }

    /** Neighbouring text is encoded as one, as it stands in the prompt. */
    private static long[] encode(Tokenizer tokenizer, List<Segment> segments) {
        LongStream.Builder ids = LongStream.builder();
        StringBuilder run = new StringBuilder();
        for (Segment segment : segments) {
            if (segment.special()) {
                Arrays.stream(tokenizer.encode(run.toString())).forEach(ids);
                run.setLength(0);
                ids.add(tokenizer.id(segment.text()));
            } else {
                run.append(segment.text());
            }
        }
        Arrays.stream(tokenizer.encode(run.toString())).forEach(ids);
        return ids.build().toArray();
    }
}
