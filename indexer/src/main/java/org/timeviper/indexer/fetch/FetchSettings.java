package org.timeviper.indexer.fetch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where films may be imported from by their address, and how long that may take. */
@ConfigMapping(prefix = "timeviper.import")
public interface FetchSettings {

    /**
     * The hosts, each as {@code [private:][http://]host[:port]}; without any, imports by address are off. Only {@code https} is spoken, unless an entry says {@code
     * http://}; {@code *.example.org} means all hosts below that one; an address in a private network is only connected to if the entry begins with {@code private:}.
     */
    Optional<List<String>> hosts();

    /** Films that come at the same time to this node. */
    @WithDefault("2")
    int atATime();

    /** How long one film may take to come. */
    @WithDefault("12h")
    Duration maxTime();

    /** How long a server may be silent. */
    @WithDefault("30s")
    Duration stallTime();
}
