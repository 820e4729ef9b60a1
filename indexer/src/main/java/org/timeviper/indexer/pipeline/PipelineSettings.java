package org.timeviper.indexer.pipeline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How jobs are run. */
@ConfigMapping(prefix = "timeviper.jobs")
public interface PipelineSettings {

    /** Whether this node works on jobs; a node that does not only takes them in and serves. */
    @WithDefault("true")
    boolean enabled();

    /** Videos that are indexed at the same time on this node. */
    @WithDefault("1")
    int workers();

    /** Windows and scenes of a film that the model looks at together: more go faster, and need more memory. */
    @WithDefault("8")
    int windowsTogether();

    /** How often a worker says that it lives; one that is silent four times is taken for dead and its job goes to another. */
    @WithDefault("3s")
    Duration heartbeat();

    /** How often a job is tried again after an error that may pass. */
    @WithDefault("5")
    int retries();
}
