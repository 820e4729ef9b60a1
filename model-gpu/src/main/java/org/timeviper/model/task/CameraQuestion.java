package org.timeviper.model.task;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.measure.CameraMove;
import org.timeviper.model.measure.CameraWork;

/**
 * A question for what the camera does, which is measured where the pictures plainly show it: of all of the clip, or of the while in which a thing is seen.
 *
 * @param thing empty for all of the clip
 */
record CameraQuestion(Optional<LocatedQuestion> thing) implements MeasuredQuestion {

    private static final Pattern ASKED = Pattern.compile("(?:(?:while|when|as|with) [^,]+, )?"
            + "(?:(?:what|how|(?:in )?(?:which|what) (?:way|direction)) (?:does|do|did|is|was) the camera (?:doing|do|moved|moving|move)\\b"
            + "|(?:what|which) (?:(?:kind|sort|type) of )?camera (?:movement|motion|move)s?\\b(?: is (?:there|seen)\\b)?"
            + "|what is the (?:movement|motion) of the camera\\b"
            + "|what (?:movement|motion) does the camera make\\b)"
            + "(?: in (?:the|this) (?:film|video|clip|footage|shot|scene)\\b)?");

    private static final Pattern MEANWHILE = Pattern.compile("(?:while|when|as|with)\\b");
    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    /** What options call the moves that can be measured. */
    private static final List<Set<String>> SAME = List.of(
            Set.of("static", "still", "stationary", "fixed"),
            Set.of("pan", "pans", "panning"),
            Set.of("tilt", "tilts", "tilting"),
            Set.of("zoom", "zooms", "zooming"));

    private static final Set<String> WAYS = Set.of("left", "right", "up", "down", "in", "out");

    /** @return empty if the model is not to measure that, or if it is another question, or a while is meant that no thing tells */
    static Optional<CameraQuestion> of(ModelConfig config, String question) {
        String plain = question.strip().toLowerCase(Locale.ROOT);
        Matcher asked = ASKED.matcher(plain);
        if (!config.locatesThings() || !asked.lookingAt()) {
            return Optional.empty();
        }
        String rest = plain.substring(asked.end()).strip();
        Optional<LocatedQuestion> thing = LocatedQuestion.of(config, question);
        boolean ofAll = rest.chars().noneMatch(Character::isLetterOrDigit)
                && !MEANWHILE.matcher(plain).lookingAt();
        boolean ofThing = thing.isPresent()
                && (MEANWHILE.matcher(rest).lookingAt()
                        || MEANWHILE.matcher(plain).lookingAt());
        return ofAll || ofThing ? Optional.of(new CameraQuestion(thing)) : Optional.empty();
    }

    @Override
    public Optional<Told> measured(VideoSession session) {
        if (thing.isEmpty()) {
            return move(session, VideoTasks.span(session.clip()))
                    .map(move -> new Told(move.words(), MeasuredLook.RIGHT));
        }
        GroundingAnswer found = thing.get().find(session);
        return found.guess()
                .flatMap(span -> move(session, span))
                .map(move -> new Told(move.words(), MeasuredLook.RIGHT * found.confidence()));
    }

    private static Optional<CameraMove> move(VideoSession session, Span span) {
        return CameraWork.of(session.miniatures(span.start(), span.end()))
                .filter(moves -> moves.size() == 1)
                .map(List::getFirst);
    }

    @Override
    public Set<String> said(String words) {
        return named(words);
    }

    /** @return moves and ways that are named, the same of words that say the same */
    static Set<String> named(String words) {
        Set<String> all = WORD.matcher(words.toLowerCase(Locale.ROOT))
                .results()
                .map(word -> word.group())
                .collect(Collectors.toSet());
        Set<String> said = new HashSet<>(all);
        said.retainAll(WAYS);
        SAME.stream()
                .filter(same -> all.stream().anyMatch(same::contains))
                .forEach(same -> said.add(same.stream().min(String::compareTo).orElseThrow()));
        return said;
    }
}
