package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.model.LoadedModel;

/** Whether library, index and model can be used, and what is wrong when they cannot. */
@Readiness
@Singleton
public final class ServiceHealth implements HealthCheck {

    private final Library library;
    private final SceneIndex index;
    private final LoadedModel model;

    @Inject
    ServiceHealth(Library library, SceneIndex index, LoadedModel model) {
        this.library = library;
        this.index = index;
        this.model = model;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("timeviper").up();
        try {
            response.withData("videos", library.countVideos());
            response.withData("scenes", index.size());
            response.withData("model", model.check());
        } catch (RuntimeException e) {
            response.down().withData("problem", String.valueOf(e.getMessage()));
        }
        return response.build();
    }
}
