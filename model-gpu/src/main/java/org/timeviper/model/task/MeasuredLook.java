package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.timeviper.model.config.ConfidenceRule;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.measure.Appearance;
import org.timeviper.model.measure.CameraMove;
import org.timeviper.model.measure.CameraWork;
import org.timeviper.model.measure.Miniature;

/**
 * How a clip looks: what its pictures plainly show, and of what the model says of that only what they do not deny.
 *
 * @param appearance light and colours
 * @param camera what the camera does; empty where the pictures do not show it
 */
record MeasuredLook(Appearance appearance, Optional<Description> camera) {

    /** Of the moves that were told of drawn films so, how many were right. */
    static final double RIGHT = 0.99;

    /** The sentence that a model which was taught to tell looks begins with. */
    private static final Pattern FIRST = Pattern.compile(
            "An? (?:(?:dark|bright) )?((?:(?:out|in)door )?scene|picture)( in colour| in black and white| in sepia| tinted \\w+)?(?:, mostly \\w+)?\\.");

    private static final Pattern OF_CAMERA = Pattern.compile("The camera\\b.*", Pattern.DOTALL);
    private static final String SCENE = "scene";

    /** @param frames of the clip, at least one */
    static MeasuredLook of(List<Miniature> frames) {
        return new MeasuredLook(Appearance.of(frames), camera(frames));
    }

    /** @return what the camera does in a sentence; empty where the pictures do not show it */
    static Optional<Description> camera(List<Miniature> frames) {
        return CameraWork.of(frames)
                .map(moves -> moves.stream().map(CameraMove::words).collect(Collectors.joining(" and ")))
                .map(words -> Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".")
                .map(text -> new Description(text, RIGHT, false));
    }

    /**
     * @param said the model's words
     * @param rule of captions: a sentence is kept if it is likely enough for it
     * @return as sure as the least likely of the model's sentences in it; without words if there is nothing to say
     */
    Description description(Generation said, ConfidenceRule rule) {
        List<Sentence> sentences = Sentence.of(said);
        List<Sentence> told = new ArrayList<>();
        Optional<Matcher> first = sentences.stream()
                .findFirst()
                .map(sentence -> FIRST.matcher(sentence.text()))
                .filter(Matcher::matches);
        boolean sure = first.isPresent() && rule.isSure(sentences.getFirst().chance());
        scene(first.filter(matcher -> sure))
                .ifPresent(text ->
                        told.add(new Sentence(text, sure ? sentences.getFirst().chance() : 1)));
        sentences.stream()
                .skip(first.isPresent() ? 1 : 0)
                .filter(sentence -> rule.isSure(sentence.chance()) && !isDenied(sentence.text()))
                .forEach(told::add);
        camera.ifPresent(move -> told.add(new Sentence(move.text(), move.confidence())));
        return new Description(
                told.stream().map(Sentence::text).collect(Collectors.joining(" ")),
                told.stream().mapToDouble(Sentence::chance).min().orElse(0),
                false);
    }

    /** That nothing moves a frame a second cannot show; what the camera does is measured where that can be. */
    private boolean isDenied(String sentence) {
        return sentence.equals(Prompts.nothingMoves())
                || camera.isPresent() && OF_CAMERA.matcher(sentence).matches();
    }

    /** @param sure the model's first sentence, if it is sure of it */
    private Optional<String> scene(Optional<Matcher> sure) {
        if (appearance.black()) {
            return Optional.of("A black picture.");
        }
        if (appearance.bars()) {
            return Optional.of("Colour bars.");
        }
        String kind = sure.map(matcher -> matcher.group(1)).orElse(SCENE);
        String light = appearance.light().map(word -> word + " ").orElse("");
        String colouring = colouring(sure.map(matcher -> matcher.group(2)));
        String tone = appearance.tone().map(word -> ", mostly " + word).orElse("");
        String words = light + kind + colouring + tone;
        return words.equals(SCENE) ? Optional.empty() : Optional.of(article(words) + words + ".");
    }

    private static String article(String words) {
        return "aeiou".indexOf(words.charAt(0)) >= 0 ? "An " : "A ";
    }

    /** What is plainly in colour is not tinted either; what is not plain, the model may tell, but not that there is no colour. */
    private String colouring(Optional<String> said) {
        return switch (appearance.colouring()) {
            case COLOUR -> " in colour";
            case BLACK_AND_WHITE -> " in black and white";
            case UNCLEAR ->
                said.filter(words -> !words.equals(" in black and white")).orElse("");
        };
    }
}
