package org.timeviper.model.cost;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.config.Merging;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TokenDropConfig;

/**
 * A way to drop visual tokens.
 *
 * @param kind what becomes of the dropped
 * @param schedule as in {@code config.json}; empty where none are dropped
 */
public record Dropping(Kind kind, String schedule) {

    private static final Pattern WRITTEN = Pattern.compile("(pdrop|transv):(\\S+)");
    private static final List<Double> USUAL_KEEPS = List.of(0.5, 0.25, 0.1);

    /** What becomes of dropped tokens. */
    public enum Kind {
        /** None are dropped. */
        NONE,
        /** They are lost. */
        PDROP,
        /** The instruction takes them in. */
        TRANSV
    }

    /**
     * Reads {@code none}, {@code pdrop:SCHEDULE} or {@code transv:SCHEDULE}.
     *
     * @throws IllegalArgumentException if it is none of these; says what is expected
     */
    public static Dropping parse(String text) {
        if (text.equals("none")) {
            return new Dropping(Kind.NONE, "");
        }
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is none of none, pdrop:SCHEDULE and transv:SCHEDULE, for example transv:uni_3_0.25.");
        }
        return new Dropping(Kind.valueOf(written.group(1).toUpperCase(Locale.ROOT)), written.group(2));
    }

    /**
     * What is compared unless somebody says otherwise: no dropping; the model's own schedule with the dropped lost; and, if it has TransV
     * weights, TransV at that schedule, at others that drop before the same layer, and at one that drops again before the last attention
     * layer, guided by attention.
     */
    public static List<Dropping> usual(ModelConfig model) {
        Set<String> schedules = new LinkedHashSet<>();
        TokenDropConfig own = model.tokenDrop();
        if (!own.stages().isEmpty()) {
            schedules.add(own.schedule());
        }
        DecoderConfig decoder = model.decoder();
        List<LayerKind> layers = decoder.layers();
        int first = own.stages().isEmpty()
                ? decoder.block(Math.max(0, layers.indexOf(LayerKind.ATTENTION)))
                : own.stages().getFirst().layer();
        USUAL_KEEPS.forEach(keep -> schedules.add("uni_" + first + "_" + keep));
        OptionalInt last = IntStream.range(first + 1, decoder.blocks())
                .filter(block -> layers.get(decoder.firstLayer(block)) == LayerKind.ATTENTION)
                .max();
        last.ifPresent(block -> schedules.add("uni_" + first + "_0.5-attn_" + block + "_0.1"));
        return list(schedules.stream().toList(), own.transV());
    }

    private static List<Dropping> list(List<String> schedules, boolean transV) {
        List<Dropping> all = new ArrayList<>();
        all.add(new Dropping(Kind.NONE, ""));
        if (transV) {
            all.add(new Dropping(Kind.PDROP, schedules.getFirst()));
            schedules.forEach(schedule -> all.add(new Dropping(Kind.TRANSV, schedule)));
        } else {
            schedules.forEach(schedule -> all.add(new Dropping(Kind.PDROP, schedule)));
        }
        return List.copyOf(all);
    }

    /**
     * As a model's configuration.
     *
     * @throws IllegalArgumentException if it is not for this model; says why
     */
    public TokenDropConfig of(ModelConfig model) {
        if (kind == Kind.TRANSV && !model.tokenDrop().transV()) {
            throw new IllegalArgumentException(notation() + " is not for " + model.name()
                    + ", which has no TransV weights: pdrop:" + schedule + " is.");
        }
        try {
            Merging merging = kind == Kind.TRANSV ? model.tokenDrop().merging() : Merging.NONE;
            return TokenDropConfig.parse(schedule, merging, model.decoder());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    notation() + " is not for " + model.name() + ", which wants " + e.getMessage(), e);
        }
    }

    /** As {@link #parse} reads it. */
    public String notation() {
        return kind == Kind.NONE ? "none" : kind.name().toLowerCase(Locale.ROOT) + ":" + schedule;
    }

    /** As a person reads it. */
    public String title() {
        return switch (kind) {
            case NONE -> "no dropping";
            case PDROP -> "PDrop " + schedule;
            case TRANSV -> "TransV " + schedule;
        };
    }
}
