package org.timeviper.indexer.evaluation.dataset;

import java.util.List;
import java.util.stream.IntStream;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.model.task.Span;

/** Events as ActivityNet Captions writes them: {@code {"duration": 82.7, "timestamps": [[0.8, 19.9], …], "sentences": ["A woman …", …]}}. */
final class DenseCaptions {

    private DenseCaptions() {}

    /** @throws Rejected if there are no events, or not as many sentences as times */
    static List<TimedText> of(Annotation annotation) {
        List<Span> spans = annotation.spans("timestamps");
        List<String> sentences = annotation.texts("sentences");
        if (spans.isEmpty() || spans.size() != sentences.size()) {
            throw annotation.rejected(
                    "sentences", "holds %d sentences for %d times".formatted(sentences.size(), spans.size()));
        }
        return IntStream.range(0, spans.size())
                .mapToObj(i -> new TimedText(spans.get(i), sentences.get(i)))
                .toList();
    }
}
