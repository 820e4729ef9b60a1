package org.timeviper.indexer.library;

import java.util.Objects;

/**
 * The model that has described a video.
 *
 * @param name what it is called
 * @param fingerprint tells its weights and settings from others of that name
 */
public record ModelIdentity(String name, String fingerprint) {

    public ModelIdentity {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }
}
