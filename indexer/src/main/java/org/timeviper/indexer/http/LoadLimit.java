package org.timeviper.indexer.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.timeviper.api.ProblemCode;

/**
 * Takes only so many uploads and questions at a time, so that a crowd of them leaves threads for everything else. Who is one too many is told when to come again. A question
 * counts until its client has the answer or is gone; that no more wait for the model than that, also for clients that are gone, the model sees to itself.
 */
@Singleton
public final class LoadLimit {

    /** After the filter that answers other origins (300), so that their pages can read a refusal. */
    private static final int AFTER_CORS = 290;

    /** Seconds. */
    static final int LATER = 5;

    private static final Pattern ASKS =
            Pattern.compile("/v1/ask/?|/v1/videos/[^/]+/(ground|explanations|explanation\\.svg)/?");
    private static final Pattern UPLOADS = Pattern.compile("/v1/videos(/import)?/?|/v1/uploads/[^/]+/?");
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    private final Instance<LoadSettings> settings;
    private final AtomicInteger uploads = new AtomicInteger();
    private final AtomicInteger asks = new AtomicInteger();

    @Inject
    LoadLimit(Instance<LoadSettings> settings) {
        this.settings = settings; // a filter is made before there are settings
    }

    private record Bound(String what, String setting, AtomicInteger underWay, int most) {}

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_CORS);
    }

    /**
     * Answers a question that does not come by an address of its own.
     *
     * @param answer what is done if it is taken
     * @throws Refused if as many are under way as are taken
     */
    public <T> T question(Supplier<T> answer) {
        Bound questions = questions();
        try {
            if (questions.underWay().incrementAndGet() > questions.most()) {
                throw tooMany(questions);
            }
            return answer.get();
        } finally {
            questions.underWay().decrementAndGet();
        }
    }

    private void check(RoutingContext context) {
        Optional<Bound> bound = bound(context.request().method(), path(context));
        if (bound.isEmpty()) {
            context.next();
            return;
        }
        Bound that = bound.get();
        Departure.watch(context);
        context.addEndHandler(ended -> that.underWay().decrementAndGet());
        if (that.underWay().incrementAndGet() <= that.most()) {
            context.next();
        } else {
            EarlyRefusal.send(context, tooMany(that));
        }
    }

    private static Refused tooMany(Bound bound) {
        return new Refused(
                503,
                "Too many requests under way",
                ProblemCode.BUSY,
                bound.most() + " " + bound.what() + " are under way, and no more are taken at a time: come again in "
                        + LATER + " s, or raise " + bound.setting() + ".",
                LATER);
    }

    private Bound questions() {
        return new Bound(
                "questions to the model",
                "timeviper.load.asks",
                asks,
                settings.get().asks());
    }

    /** As the resources see it, however the client writes it. */
    private static String path(RoutingContext context) {
        return PARAMETERS.matcher(context.normalizedPath()).replaceAll("");
    }

    private Optional<Bound> bound(HttpMethod method, String path) {
        boolean posts = method.equals(HttpMethod.POST);
        if (ASKS.matcher(path).matches()) {
            return Optional.of(questions());
        }
        if ((posts || method.equals(HttpMethod.PATCH)) && UPLOADS.matcher(path).matches()) {
            return Optional.of(new Bound(
                    "uploads", "timeviper.load.uploads", uploads, settings.get().uploads()));
        }
        return Optional.empty();
    }
}
