package org.timeviper.model.checkpoint;

import java.util.List;
import org.timeviper.model.config.ModelException;

/** A checkpoint that cannot be used; the message names the file and the tensor, and says what was expected. */
public final class CheckpointException extends ModelException {
    private static final long serialVersionUID = 1L;

    private final String[] faults;

    public CheckpointException(String message) {
        this(message, (Throwable) null);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
        this.faults = new String[] {message};
    }

    /**
     * @param what is wrong with all of it
     * @param faults each by itself, at least one; of a single one nothing else is said
     */
    CheckpointException(String what, List<String> faults) {
        super(faults.size() == 1 ? faults.getFirst() : what + ":\n  " + String.join("\n  ", faults));
        this.faults = faults.toArray(String[]::new);
    }

    /** Every fault by itself; at least one. */
    public List<String> faults() {
        return List.of(faults);
    }
}
