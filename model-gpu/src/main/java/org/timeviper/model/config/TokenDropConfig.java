package org.timeviper.model.config;

import java.util.List;

/**
 * Token dropping and what becomes of the dropped (MODEL section 5).
 *
 * @param stages by rising layer; empty for no dropping
 * @param transV true if the instruction takes in dropped tokens by cross-attention, false if they are lost (PDrop)
 */
public record TokenDropConfig(List<DropStage> stages, boolean transV) {

    /** No token is dropped. */
    public static final TokenDropConfig NONE = new TokenDropConfig(List.of(), false);

    /** Copies the list. */
    public TokenDropConfig {
        stages = List.copyOf(stages);
    }
}
