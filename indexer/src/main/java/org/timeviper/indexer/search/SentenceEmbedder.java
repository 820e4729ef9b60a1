package org.timeviper.indexer.search;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.timeviper.indexer.index.CaptionEmbedder;
import org.timeviper.model.config.NativeLibraries;

/**
 * The sentence embedding model all-MiniLM-L6-v2, quantised, as ONNX inside its jar: nothing is downloaded. It is loaded with the first text that is embedded, once a
 * process, and runs in the caller's thread. The same text always gives the same vector. Texts longer than 510 word pieces are read in parts, whose vectors are averaged.
 */
@Singleton
public final class SentenceEmbedder implements CaptionEmbedder {

    private static final int DIMENSIONS = 384;

    /** Loaded when first used; the class's own initialisation makes it once and safely. */
    private static final class Loaded {
        static final EmbeddingModel MODEL = checked(load());
    }

    private static EmbeddingModel load() {
        NativeLibraries.stayOffline();
        return new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
    }

    /** A fault of the engine on this machine would otherwise only show as a worse search. */
    private static EmbeddingModel checked(EmbeddingModel model) {
        EmbedderCanary.check(model.embed(EmbedderCanary.TEXT).content().vector());
        return model;
    }

    /**
     * Loads the model, if it is not, which holds it to what was recorded of it.
     *
     * @throws LinkageError if it cannot be loaded or computes something else on this machine; whoever embeds a text then meets one too
     */
    public void wake() {
        Objects.requireNonNull(Loaded.MODEL);
    }

    @Override
    public String model() {
        return "all-MiniLM-L6-v2-q";
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    /**
     * Embeds one text.
     *
     * @return 384 numbers, a vector of length one
     * @throws IllegalArgumentException if the text is blank
     */
    public float[] embed(String text) {
        return Loaded.MODEL.embed(segment(text)).content().vector();
    }

    /** @throws IllegalArgumentException if a text is blank */
    @Override
    public List<float[]> embedAll(List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        return Loaded.MODEL
                .embedAll(texts.stream().map(SentenceEmbedder::segment).toList())
                .content()
                .stream()
                .map(Embedding::vector)
                .toList();
    }

    private static TextSegment segment(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("A blank text has no meaning to embed.");
        }
        return TextSegment.from(text);
    }
}
