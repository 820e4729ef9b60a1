package org.timeviper.model.generation;

/** Why a generation ended. */
public enum StopReason {
    /** The model said a stop token. */
    STOP_TOKEN,
    /** {@link GenerationOptions#maxTokens()} were generated. */
    LENGTH,
    /** {@link GenerationOptions#cancelled()} said so. */
    CANCELLED,
    /** The answer only repeated itself: the same tokens three times over or more. It is kept to where they are said once. */
    REPETITION
}
