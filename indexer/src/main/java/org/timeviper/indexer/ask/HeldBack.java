package org.timeviper.indexer.ask;

import java.util.Locale;
import java.util.function.Consumer;
import org.timeviper.model.generation.TokenListener;

/**
 * Holds an answer's first words back as long as they could become the sentence that the thing is not seen, which is left out of a streamed answer; all of its words, where it
 * may turn out that the model is not sure of them: what has been streamed cannot be taken back.
 */
final class HeldBack implements TokenListener {

    private final String sentence;
    private final boolean toTheEnd;
    private final Consumer<String> listener;
    private final StringBuilder held = new StringBuilder();
    private boolean free;

    /**
     * @param sentence says that the thing is not seen
     * @param toTheEnd whether all words are held until they are released
     */
    HeldBack(String sentence, boolean toTheEnd, Consumer<String> listener) {
        this.sentence = sentence.toLowerCase(Locale.ROOT);
        this.toTheEnd = toTheEnd;
        this.listener = listener;
    }

    @Override
    public void onText(String piece) {
        held.append(piece);
        boolean open = toTheEnd || sentence.startsWith(held.toString().strip().toLowerCase(Locale.ROOT));
        if (free || !open) {
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
