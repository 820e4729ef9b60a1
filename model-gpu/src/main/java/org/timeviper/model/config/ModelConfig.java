package org.timeviper.model.config;

import java.nio.file.Path;

/**
 * Everything that {@code config.json} says.
 *
 * @param name of the model: the key {@code name}, else that of the directory
 * @param template name of the conversation template, {@code nano} or {@code qwen2}; usually that of the decoder's family
 * @param vision the vision transformer
 * @param projector token merging and projector
 * @param decoder the language model
 * @param tokenDrop token dropping schedule
 * @param sampling how densely film is sampled
 * @param confidence how often it is right when it is how sure, and how sure it must be
 * @param moments how moments are found
 * @param captions how the words of descriptions are found
 * @param prompts what it is told in place of the usual words
 * @param everyPromptTellsSampling whether the model is used to be told the film's length and the number of frames before anything that is asked, not only before what is
 *     answered with times (the published evaluation)
 * @param saysLess whether the model was taught to tell how a film looks and what moves in it without naming what it shows, which is what it is asked for where it is not sure.
 *     What pictures plainly show of that, and what the camera does, is then told as it is measured
 * @param weighsOptions whether options are chosen by the probabilities of their letters, and in a film of several windows by the window that most likely shows what is asked about,
 *     and not by the words that the model says (the published evaluation)
 * @param ordersByTimes whether a question for an order in time is answered by when each thing is found, and of a model that weighs options a choice, too
 * @param locatesThings whether a question about one thing is answered where that thing is found, and what the camera does meanwhile as it is measured where the pictures plainly show
 *     it; whether different things are counted as they are found, and of a model that weighs options for a choice, too; and whether what is behind something is asked in the words of {@code prompts.json}
 * @param unlocatedFrom how sure an answer to such a question has to be where the thing is found nowhere, 0 to 1; else the answer is that it is not seen. With 0 all are told
 * @param measuresMovement whether which way a thing moves is told as it is measured, where the pictures plainly show it: of the events of a list that are looked for again, and where a
 *     question asks for it
 * @param followsConversations whether the model was taught to read earlier questions and answers before the one that it is asked
 */
public record ModelConfig(
        String name,
        String template,
        VisionConfig vision,
        ProjectorConfig projector,
        DecoderConfig decoder,
        TokenDropConfig tokenDrop,
        SamplingConfig sampling,
        ConfidenceConfig confidence,
        MomentsConfig moments,
        CaptionsConfig captions,
        PromptTexts prompts,
        boolean everyPromptTellsSampling,
        boolean saysLess,
        boolean weighsOptions,
        boolean ordersByTimes,
        boolean locatesThings,
        double unlocatedFrom,
        boolean measuresMovement,
        boolean followsConversations) {

    /**
     * Reads a file.
     *
     * @param file usually {@code config.json}
     * @throws ModelException if it is missing, is not JSON, lacks a key or holds a value that cannot be; the message names file and key
     */
    public static ModelConfig read(Path file) {
        return ConfigReader.read(file);
    }

    /**
     * Reads the content of a file.
     *
     * @param content JSON, as Python writes it
     * @param source what to call it in errors
     * @param name of the model, if the content has none
     * @throws ModelException as {@link #read} does
     */
    public static ModelConfig parse(byte[] content, String source, String name) {
        return ConfigReader.parse(content, source, name);
    }

    /** The same model with another token dropping. */
    public ModelConfig withTokenDrop(TokenDropConfig other) {
        return new ModelConfig(
                name,
                template,
                vision,
                projector,
                decoder,
                other,
                sampling,
                confidence,
                moments,
                captions,
                prompts,
                everyPromptTellsSampling,
                saysLess,
                weighsOptions,
                ordersByTimes,
                locatesThings,
                unlocatedFrom,
                measuresMovement,
                followsConversations);
    }

    /** The same model, told other words. */
    public ModelConfig withPrompts(PromptTexts other) {
        return new ModelConfig(
                name,
                template,
                vision,
                projector,
                decoder,
                tokenDrop,
                sampling,
                confidence,
                moments,
                captions,
                other,
                everyPromptTellsSampling,
                saysLess,
                weighsOptions,
                ordersByTimes,
                locatesThings,
                unlocatedFrom,
                measuresMovement,
                followsConversations);
    }

    /** Visual tokens that a frame becomes. */
    public int tokensPerFrame() {
        return switch (projector) {
            case ProjectorConfig.GeluMlp mlp -> vision.patches();
            case ProjectorConfig.TokenMergingMlp merging -> merging.tokens();
        };
    }
}
