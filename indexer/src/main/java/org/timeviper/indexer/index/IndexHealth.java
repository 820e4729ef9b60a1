package org.timeviper.indexer.index;

import java.util.List;
import java.util.Optional;

/**
 * How the index is.
 *
 * @param home where it is kept, for a person: a folder or a cluster
 * @param problem why it cannot be used now and what to do; empty if it can
 * @param warnings what works, but not as well as it could, and what to do
 */
public record IndexHealth(String home, Optional<String> problem, List<String> warnings) {

    public IndexHealth {
        warnings = List.copyOf(warnings);
    }
}
