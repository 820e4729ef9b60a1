package org.timeviper.model.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.timeviper.model.RandomModel;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.vector.VectorModule;

/** Draws models, films and prompts of any shape, and holds decode steps without the engine to those that its kernels compute. */
class VectorStepTest {
    private static final double FLOAT32 = 1e-4;

    /** The engine rounds what goes into and comes out of every product; steps without it do not. */
    private static final double BFLOAT16 = 0.05;

    /** More than the room that a prefix leaves behind it. */
    private static final int LONG_ANSWER = (int) Prefill.SLACK + 90;

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void stepsGoOnAsTheEnginesDo(@ForAll long seed) throws IOException {
        inTurns(seed, Precision.FLOAT32, FLOAT32, 5);
    }

    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void inHalfTheBitsTheyStayNear(@ForAll long seed) throws IOException {
        inTurns(seed, Precision.BFLOAT16, BFLOAT16, 3);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void aLongAnswerOutgrowsTheRoomThatThePromptLeft(@ForAll long seed) throws IOException {
        inTurns(seed, Precision.FLOAT32, FLOAT32, LONG_ANSWER);
    }

    /** Two sequences behind one prompt, by either way in turns: a way that wrote into what both begin with would show in the other. */
    private static void inTurns(long seed, Precision precision, double tolerance, int steps) throws IOException {
        assertTrue(VectorModule.isOfUse(), "the tests' JVM has no jdk.incubator.vector");
        DecoderBatchTest.drawn(
                seed,
                precision,
                (network, random) -> DecoderBatchTest.withPrefixes(network, random, prefixes -> {
                    Instruction prompt = new Instruction(prefixes.getFirst(), DecoderPropertyTest.ids(random, 3));
                    Decoder decoder = network.decoder();
                    try (Prefilled vectors = read(decoder, prompt, random.nextBoolean());
                            Prefilled kernels = read(decoder, prompt, false)) {
                        for (long token : DecoderPropertyTest.ids(random, steps)) {
                            float[] expected = decoder.stepByKernels(kernels.state(), token);
                            requireClose(expected, decoder.step(vectors.state(), token), tolerance);
                        }
                    }
                }));
    }

    /** @param shares whether it writes into the film's memory, behind the film, or into memory of its own */
    private static Prefilled read(Decoder decoder, Instruction prompt, boolean shares) {
        return shares
                ? decoder.instruct(prompt.prefix(), prompt.after(), PrefillListener.none())
                : decoder.instructAll(List.of(prompt), PrefillListener.none()).getFirst();
    }

    @Example
    void aTokenThatIsNoneIsRefused() throws IOException {
        DecoderBatchTest.drawn(
                3,
                Precision.FLOAT32,
                (network, random) -> DecoderBatchTest.withPrefixes(network, random, prefixes -> {
                    try (Prefilled prompt =
                            network.decoder().instruct(prefixes.getFirst(), new long[] {1}, PrefillListener.none())) {
                        for (long unknown : new long[] {-1, RandomModel.VOCABULARY, Long.MAX_VALUE}) {
                            assertThrows(RuntimeException.class, () -> network.decoder()
                                    .step(prompt.state(), unknown));
                        }
                    }
                }));
    }

    private static void requireClose(float[] expected, float[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(expected[i] - actual[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        double error = Math.sqrt(difference / norm);
        assertTrue(error < tolerance, () -> "relative error " + error);
    }
}
