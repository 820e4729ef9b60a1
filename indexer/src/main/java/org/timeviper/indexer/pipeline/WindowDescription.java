package org.timeviper.indexer.pipeline;

import java.util.List;
import org.timeviper.model.task.FacetCaptions;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;

/**
 * What the model said of one window: the stored result of a part of the step {@code describe}. Libraries hold those of earlier versions, which tell of nothing that it be unsure:
 * then it is not.
 *
 * @param window the window, in seconds of the film
 * @param events what happens, with times, sure or not; empty for a window that only has a scene's caption
 * @param captions the scene's captions; null for a window that only has events
 * @param framesSeen frames that the model was shown
 * @param framesTotal frames of the window in the film
 */
record WindowDescription(
        Span window, List<TimedCaption> events, FacetCaptions captions, long framesSeen, long framesTotal) {}
