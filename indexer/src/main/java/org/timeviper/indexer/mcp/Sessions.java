package org.timeviper.indexer.mcp;

import io.quarkiverse.mcp.server.InitialCheck;
import io.quarkiverse.mcp.server.InitialRequest;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkiverse.mcp.server.runtime.McpConnectionBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps only so many sessions, however many are begun and left, and forgets those last that only begin. A client whose session is forgotten is served all the same. */
@Singleton
public final class Sessions implements InitialCheck {

    private static final int MOST = 1000;

    private final ConnectionManager sessions;

    @Inject
    Sessions(ConnectionManager sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<CheckResult> perform(InitialRequest request) {
        List<McpConnectionBase> known = new ArrayList<>();
        sessions.forEach(known::add);
        known.stream()
                .sorted(Comparator.comparing(session -> session.initialRequest() == null))
                .limit(Math.max(0, known.size() - MOST))
                .forEach(session -> sessions.remove(session.id()));
        return CheckResult.success();
    }
}
