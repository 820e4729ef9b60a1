package org.timeviper.api;

import java.util.List;

/**
 * An answer, and which seconds of the film it looked at, layer by layer.
 *
 * <p>A layer that mixes tokens gives each earlier token a weight: attention by the rows of its softmax, Mamba by the rows of the matrix M that it multiplies its inputs
 * by, made positive and divided by their sum. Here are the weights of those tokens at which the answer was chosen, as means over them and over heads. A visual
 * token's weight is its frame's.
 *
 * @param video the video's identity; null for a film that is in no library
 * @param question the question
 * @param answer the model's words
 * @param shown whether the model says that it sees what is asked about
 * @param confidence the model's in the answer, 0 to 1
 * @param start first second of the stretch that it was asked about
 * @param end last second of it
 * @param message a sentence for a person: where it looked most
 * @param moments where the attention layers' look stands out, at least 1.5 times as heavy as if it were even, heaviest first; the Mamba layers' in a model
 *     without attention
 * @param seconds when each frame is shown that the model was given
 * @param attention each frame's share of what all attention layers look at of the film, which sum to 1; all 0 without such a layer. The model is given the last frame up
 *     to four times, to fill up their number; it counts here as once
 * @param mamba the same of all Mamba layers
 * @param layers the layers that mix tokens, by rising number
 * @param tokens tokens of the answer
 * @param model the model's name
 * @param framesSeen frames that the model was given
 * @param framesTotal frames that the film has in the stretch
 */
public record ExplainResult(
        String video,
        String question,
        String answer,
        boolean shown,
        double confidence,
        double start,
        double end,
        String message,
        List<LookedAt> moments,
        List<Double> seconds,
        List<Double> attention,
        List<Double> mamba,
        List<LayerLook> layers,
        int tokens,
        String model,
        long framesSeen,
        long framesTotal) {}
