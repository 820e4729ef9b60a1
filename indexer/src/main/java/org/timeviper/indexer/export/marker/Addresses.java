package org.timeviper.indexer.export.marker;

import java.net.URI;
import java.util.Objects;

/**
 * Where links in an export lead.
 *
 * @param service the address of the service, ending with a slash
 * @param page the page at which people watch films
 */
public record Addresses(URI service, WatchPage page) {

    public Addresses {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(page, "page");
    }

    /** Those of a service whose own page people watch films at. */
    public Addresses(URI service) {
        this(service, WatchPage.of(service));
    }
}
