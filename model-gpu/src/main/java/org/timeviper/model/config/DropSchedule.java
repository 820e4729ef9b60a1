package org.timeviper.model.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads schedules such as {@code uni_7_0.5-attn_39_0.1}. */
final class DropSchedule {
    private static final Pattern STAGE = Pattern.compile("(uni|attn)_(\\d{1,6})_(\\d+(?:\\.\\d+)?|\\.\\d+)");

    private DropSchedule() {}

    /**
     * @param schedule stages joined by hyphens; blank for none
     * @param decoder whose published layer numbers it speaks of
     * @throws IllegalArgumentException if it cannot be; the message says which stage and why
     */
    static List<DropStage> parse(String schedule, DecoderConfig decoder) {
        List<DropStage> stages = new ArrayList<>();
        if (schedule.isBlank()) {
            return stages;
        }
        for (String text : schedule.strip().split("-", -1)) {
            DropStage stage = stage(text, decoder);
            if (!stages.isEmpty()) {
                requireAfter(stages.getLast(), stage, text);
            }
            stages.add(stage);
        }
        return List.copyOf(stages);
    }

    private static DropStage stage(String text, DecoderConfig decoder) {
        Matcher matcher = STAGE.matcher(text);
        if (!matcher.matches()) {
            throw refused(text, "a stage is written kind_layer_keep with kind uni or attn, for example uni_7_0.5");
        }
        int layer = Integer.parseInt(matcher.group(2));
        double keep = Double.parseDouble(matcher.group(3));
        if (layer >= decoder.blocks()) {
            throw refused(text, "the model has layers 0 to " + (decoder.blocks() - 1));
        }
        if (!(keep > 0 && keep <= 1)) {
            throw refused(text, "the share to keep must be above 0 and at most 1");
        }
        if (matcher.group(1).equals("uni")) {
            return new DropStage.Uniform(layer, keep);
        }
        if (decoder.layers().get(decoder.firstLayer(layer)) != LayerKind.ATTENTION) {
            throw refused(text, "layer " + layer + " is not an attention layer");
        }
        return new DropStage.AttentionGuided(layer, keep);
    }

    private static void requireAfter(DropStage before, DropStage stage, String text) {
        if (stage.layer() <= before.layer()) {
            throw refused(text, "stages must come by rising layer, one a layer");
        }
        if (stage.keep() > before.keep()) {
            throw refused(text, "it would keep more than the stage before it (" + before.keep() + ")");
        }
    }

    private static IllegalArgumentException refused(String stage, String why) {
        return new IllegalArgumentException(
                "a token dropping schedule whose stage '" + stage + "' makes sense: " + why);
    }
}
