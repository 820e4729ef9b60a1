package org.timeviper.model.decoder;

import java.util.Optional;
import org.timeviper.model.config.DropStage;

/**
 * A stage of the token dropping schedule.
 *
 * @param stage where, how and how many
 * @param merge what carries the dropped into the instruction (TransV); empty if they are lost (PDrop)
 */
record DropPoint(DropStage stage, Optional<CrossAttention> merge) {}
