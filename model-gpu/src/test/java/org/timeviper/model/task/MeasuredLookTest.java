package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.timeviper.model.config.ConfidenceCurve;
import org.timeviper.model.config.ConfidenceRule;
import org.timeviper.model.generation.GeneratedToken;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.StopReason;
import org.timeviper.model.measure.Appearance;
import org.timeviper.model.measure.Appearance.Colouring;

/** Of a look, what pictures plainly show is told whatever the model says, and what they deny is not. */
class MeasuredLookTest {

    private static final ConfidenceRule RULE = new ConfidenceRule(ConfidenceCurve.IDENTITY, 0.5);
    private static final Optional<Description> UNKNOWN = Optional.empty();
    private static final Optional<Description> STATIC =
            Optional.of(new Description("The camera is static.", 0.9, false));

    private static Appearance shows(String light, Colouring colouring, String tone) {
        return new Appearance(Optional.ofNullable(light), colouring, Optional.ofNullable(tone), false, false);
    }

    /** A word a token, each of the probability that stands for its sentence. */
    private static Generation said(String text, double... chances) {
        List<GeneratedToken> tokens = new ArrayList<>();
        String[] sentences = text.split("(?<=\\.) ");
        int end = 0;
        for (int i = 0; i < sentences.length; i++) {
            end += sentences[i].length() + (i > 0 ? 1 : 0);
            tokens.add(new GeneratedToken(7, Math.log(chances[i]), end));
        }
        return new Generation(text, tokens, StopReason.STOP_TOKEN);
    }

    private static String told(Appearance appearance, Optional<Description> camera, Generation said) {
        return new MeasuredLook(appearance, camera).description(said, RULE).text();
    }

    @Test
    void whatThePicturesDenyIsNotToldHoweverSureTheModelIs() {
        Generation sure = said(
                "A dark outdoor scene in black and white, mostly red. Something moves to the left. The camera pans left.",
                0.9,
                0.8,
                0.9);
        assertEquals(
                "An outdoor scene in colour, mostly grey. Something moves to the left. The camera is static.",
                told(shows(null, Colouring.COLOUR, "grey"), STATIC, sure));
        assertEquals(
                "A bright outdoor scene. Something moves to the left. The camera pans left.",
                told(shows("bright", Colouring.UNCLEAR, null), UNKNOWN, sure));
        Generation tinted = said("A scene in sepia. Nothing moves by itself.", 0.9, 0.9);
        assertEquals("A scene in colour.", told(shows(null, Colouring.COLOUR, null), UNKNOWN, tinted));
        assertEquals("A scene in sepia.", told(shows(null, Colouring.UNCLEAR, null), UNKNOWN, tinted));
    }

    @Test
    void whatThePicturesPlainlyShowIsToldHoweverUnsureTheModelIs() {
        Generation unsure = said("An indoor scene in colour, mostly green. Something moves upwards.", 0.1, 0.1);
        assertEquals(
                "A dark scene in black and white, mostly black. The camera is static.",
                told(shows("dark", Colouring.BLACK_AND_WHITE, "black"), STATIC, unsure));
        assertEquals("", told(shows(null, Colouring.UNCLEAR, null), UNKNOWN, unsure));
        assertEquals(
                "A black picture.",
                told(
                        new Appearance(
                                Optional.of("dark"), Colouring.BLACK_AND_WHITE, Optional.of("black"), true, false),
                        UNKNOWN,
                        unsure));
        assertEquals(
                "Colour bars.",
                told(
                        new Appearance(Optional.empty(), Colouring.COLOUR, Optional.empty(), false, true),
                        UNKNOWN,
                        unsure));
    }

    @Test
    void aLookIsAsSureAsTheLeastLikelyOfTheModelsSentencesInIt() {
        Generation said =
                said("An indoor scene in colour. Something moves upwards. The camera pans left.", 0.8, 0.7, 0.2);
        assertEquals(
                new Description(
                        "An indoor scene in colour. Something moves upwards. The camera is static.", 0.7, false),
                new MeasuredLook(shows(null, Colouring.COLOUR, null), STATIC).description(said, RULE));
        assertEquals(
                new Description("", 0, false),
                new MeasuredLook(shows(null, Colouring.UNCLEAR, null), UNKNOWN)
                        .description(said("A scene in sepia.", 0.1), RULE));
    }
}
