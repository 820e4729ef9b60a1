package org.timeviper.search.lucene;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is looked for: a scene, or several and how they stand in time.
 *
 * @param expression how the scenes stand in time; a single operand for one scene
 * @param scenes each operand of the expression, by its text, in the order of the texts
 */
public record SoughtMoments(TemporalExpression expression, Map<String, SoughtScene> scenes) {

    /** @throws IllegalArgumentException if an operand has no scene, or a scene is of no operand */
    public SoughtMoments {
        Objects.requireNonNull(expression, "expression");
        scenes = Collections.unmodifiableMap(new TreeMap<>(scenes));
        Set<String> needless = new TreeSet<>(scenes.keySet());
        for (TemporalExpression.Operand operand : expression.operands()) {
            if (!scenes.containsKey(operand.text())) {
                throw new IllegalArgumentException("Nothing says what the operand " + operand + " looks for.");
            }
            needless.remove(operand.text());
        }
        if (!needless.isEmpty()) {
            throw new IllegalArgumentException("These scenes are of no operand of " + expression + ": " + needless);
        }
    }

    /** @return a search for one scene */
    public static SoughtMoments of(SoughtScene scene) {
        return new SoughtMoments(new TemporalExpression.Operand(scene.text()), Map.of(scene.text(), scene));
    }

    /** @return what an operand looks for */
    public SoughtScene scene(TemporalExpression.Operand operand) {
        return scenes.get(operand.text());
    }

    /** @return whether one scene is looked for, however it stands in time */
    public boolean single() {
        return expression instanceof TemporalExpression.Operand;
    }
}
