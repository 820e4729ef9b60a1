package org.timeviper.indexer.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Tells when a client has left to whom the answer to a request would go, so that the work for it can be given up. */
public final class Departure {

    private static final String LEFT = "timeviper.left";

    private Departure() {}

    /** From now on {@link #of} tells of this request's client. */
    public static void watch(RoutingContext request) {
        AtomicBoolean left = new AtomicBoolean();
        request.put(LEFT, left);
        request.addEndHandler(ended -> left.set(true));
    }

    /** @return whether the client has left, to be asked at any time; never, of a request that is not watched */
    public static BooleanSupplier of(RoutingContext request) {
        AtomicBoolean left = request.get(LEFT);
        return left == null ? () -> false : left::get;
    }
}
