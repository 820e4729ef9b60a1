package org.timeviper.model.task;

import java.util.Map;

/**
 * A clip's description in the five facets.
 *
 * @param told in the model's own words, sure or not, but for what the camera does where that is measured; {@link FilmDescription} tells what those of a film's scenes come to
 * @param captions what is passed on of it: less where the model is not sure
 */
public record ClipDescription(Map<Facet, Description> told, FacetCaptions captions) {}
