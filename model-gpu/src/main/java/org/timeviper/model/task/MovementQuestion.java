package org.timeviper.model.task;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.measure.Way;

/**
 * A question which way a thing moves, which is measured while the thing is seen, where the pictures plainly show it.
 *
 * @param thing what is asked about
 */
record MovementQuestion(LocatedQuestion thing) implements MeasuredQuestion {

    private static final String WHICH = "\\b(?:which|what) (?:way|direction)\\b";
    private static final String MOVES =
            "\\b(?:mov(?:e[sd]?|ing)|go(?:es|ing)?|driv(?:es?|ing)|walk(?:s|ing)?|runs?|running|"
                    + "fl(?:y|ies|ying)|sail(?:s|ing)?|swim(?:s|ming)?|travel(?:s|l?ing)?|head(?:s|ing|ed)?)\\b";

    private static final Pattern ASKED = Pattern.compile(WHICH + ".*" + MOVES + "|" + MOVES + ".*" + WHICH);

    /** Then it is asked where it comes from, or about another thing beside it. */
    private static final Pattern OTHERWISE = Pattern.compile("\\bfrom\\b|\\bcamera\\b");

    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private static final Map<String, Way> WAYS = Map.ofEntries(
            Map.entry("left", Way.LEFT),
            Map.entry("leftward", Way.LEFT),
            Map.entry("leftwards", Way.LEFT),
            Map.entry("right", Way.RIGHT),
            Map.entry("rightward", Way.RIGHT),
            Map.entry("rightwards", Way.RIGHT),
            Map.entry("up", Way.UP),
            Map.entry("upward", Way.UP),
            Map.entry("upwards", Way.UP),
            Map.entry("top", Way.UP),
            Map.entry("down", Way.DOWN),
            Map.entry("downward", Way.DOWN),
            Map.entry("downwards", Way.DOWN),
            Map.entry("bottom", Way.DOWN));

    /** @return empty if the model is not to measure that, or if it is another question */
    static Optional<MovementQuestion> of(ModelConfig config, String question) {
        String plain = question.strip().toLowerCase(Locale.ROOT);
        boolean asked = ASKED.matcher(plain).find() && !OTHERWISE.matcher(plain).find();
        return config.measuresMovement() && asked
                ? LocatedQuestion.of(config, question).map(MovementQuestion::new)
                : Optional.empty();
    }

    @Override
    public Optional<Told> measured(VideoSession session) {
        GroundingAnswer found = thing.find(session);
        return found.guess()
                .flatMap(span -> MeasuredWay.of(session, thing.thing(), span))
                .map(way -> new Told(way.words(), MeasuredWay.RIGHT * found.confidence()));
    }

    /** The ways to which it is said to go: "from left to right" is to the right. */
    @Override
    public Set<String> said(String words) {
        Set<String> said = new HashSet<>();
        boolean from = false;
        Matcher word = WORD.matcher(words.toLowerCase(Locale.ROOT));
        while (word.find()) {
            Way way = WAYS.get(word.group());
            if (way != null) {
                said.add((from ? way.opposite() : way).words());
            }
            from = word.group().equals("from") || from && word.group().equals("the");
        }
        return said;
    }
}
