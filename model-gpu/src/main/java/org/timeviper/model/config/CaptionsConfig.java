package org.timeviper.model.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the words of descriptions are found: the section {@code captions} of {@code config.json}. The published evaluation takes the likeliest word, one after the other.
 *
 * @param beams how many beginnings of a description in a facet go on at a time in the search for the likeliest one, by the facet's name in files, {@code main_object}; facets that
 *     are left out have 1, for the likeliest words
 */
public record CaptionsConfig(Map<String, Integer> beams) {

    /** As in the published evaluation. */
    public static final CaptionsConfig DEFAULT = new CaptionsConfig(Map.of());

    /** Each costs a sequence beside the others. */
    public static final int WIDEST_BEAM = 16;

    /** What descriptions are about, by their names in files. */
    private static final List<String> FACETS = List.of("detailed", "background", "short", "main_object", "camera");

    /** Copies the map. */
    public CaptionsConfig {
        beams = Map.copyOf(beams);
    }

    /** @return how wide the beam is in a facet, by its name; 1 for the likeliest words */
    public int beam(String facet) {
        return beams.getOrDefault(facet, 1);
    }

    static CaptionsConfig of(JsonSection section) {
        return section.section("beam").map(CaptionsConfig::ofBeams).orElse(DEFAULT);
    }

    private static CaptionsConfig ofBeams(JsonSection section) {
        Map<String, Integer> beams = new TreeMap<>();
        for (String facet : section.keys()) {
            if (!FACETS.contains(facet)) {
                throw section.wrong(facet, "no facet of a description", "one of " + String.join(", ", FACETS));
            }
            int width = section.countOr(1, facet);
            if (width > WIDEST_BEAM) {
                throw section.wrong(facet, width, "at most " + WIDEST_BEAM);
            }
            beams.put(facet, width);
        }
        return new CaptionsConfig(beams);
    }
}
