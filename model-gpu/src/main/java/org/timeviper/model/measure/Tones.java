package org.timeviper.model.measure;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the colours of pictures. */
final class Tones {

    private static final double MOST = 0.45;
    private static final double CLEARLY = 0.6;

    private Tones() {}

    /** @return the colour that fills most of the pictures, if one clearly does */
    static Optional<String> main(List<Miniature> frames) {
        Map<Tone, Integer> counts = new EnumMap<>(Tone.class);
        for (Miniature frame : frames) {
            for (int i = 0; i < Miniature.PIXELS; i++) {
                counts.merge(frame.tone(i), 1, Integer::sum);
            }
        }
        List<Map.Entry<Tone, Integer>> sorted = counts.entrySet().stream()
                .sorted(Map.Entry.<Tone, Integer>comparingByValue().reversed())
                .toList();
        double all = (double) frames.size() * Miniature.PIXELS;
        double first = sorted.getFirst().getValue() / all;
        double second = sorted.size() > 1 ? sorted.get(1).getValue() / all : 0;
        return first >= MOST && second <= CLEARLY * first
                ? Optional.of(sorted.getFirst().getKey().word())
                : Optional.empty();
    }
}
