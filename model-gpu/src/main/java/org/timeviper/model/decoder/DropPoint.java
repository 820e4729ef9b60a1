package org.timeviper.model.decoder;

import java.util.Optional;
import org.timeviper.model.config.DropStage;

/**
 * A stage of the token dropping schedule.
 *
 * @param layer before which tokens are dropped, from 0
 * @param stage where by its published number, how and how many
 * @param merge what carries the dropped into the instruction (TransV); empty if they are lost (PDrop)
 */
record DropPoint(int layer, DropStage stage, Optional<CrossAttention> merge) {}
