package org.timeviper.indexer.ask;

import java.util.Locale;
import java.util.function.Consumer;
import org.timeviper.model.generation.TokenListener;

/** Holds an answer's first words back as long as they could become the sentence that the thing is not seen, which is left out of a streamed answer. */
final class HeldBack implements TokenListener {

    private final String sentence;
    private final Consumer<String> listener;
    private final StringBuilder held = new StringBuilder();
    private boolean free;

    /** @param sentence says that the thing is not seen */
    HeldBack(String sentence, Consumer<String> listener) {
        this.sentence = sentence.toLowerCase(Locale.ROOT);
        this.listener = listener;
    }

    @Override
    public void onText(String piece) {
        held.append(piece);
        if (free || !sentence.startsWith(held.toString().strip().toLowerCase(Locale.ROOT))) {
            release();
        }
    }

    /** Lets go of what is held: the answer is known to be one. */
    void release() {
        free = true;
        if (!held.isEmpty()) {
            listener.accept(held.toString());
            held.setLength(0);
        }
    }
}
