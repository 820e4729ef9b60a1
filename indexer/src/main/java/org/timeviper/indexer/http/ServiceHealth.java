package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.timeviper.indexer.index.IndexHealth;
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
        IndexHealth kept = index.health();
        response.withData("index", kept.home());
        for (int i = 0; i < kept.warnings().size(); i++) {
            response.withData("warning-" + (i + 1), kept.warnings().get(i));
        }
        try {
            response.withData("videos", library.countVideos());
            response.withData("model", model.check());
            kept.problem()
                    .ifPresentOrElse(
                            problem -> response.down().withData("problem", problem),
                            () -> response.withData("scenes", index.size()));
        } catch (RuntimeException e) {
            response.down().withData("problem", String.valueOf(e.getMessage()));
        }
        return response.build();
    }
}
