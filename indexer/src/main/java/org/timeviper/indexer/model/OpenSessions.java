package org.timeviper.indexer.model;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timeviper.model.VideoSession;

/**
 * Sessions that stay open for the next question, and for sessions that show some of the same frames, up to a bound of memory. Where they need more, first what only indexing has
 * looked at loses what its prompts have in common, which takes up most of it; then those that were not used for the longest time are closed. Of what somebody has asked about, the state
 * goes to disk then. What only indexing has looked at does not: it would drive out what people ask about.
 *
 * <p>For one thread at a time.
 */
final class OpenSessions implements AutoCloseable {

    private final KeptSessions kept;
    private final long most;
    private final Map<Origin, Opened> opened = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param kept where states go
     * @param most bytes of all sessions together
     */
    OpenSessions(KeptSessions kept, long most) {
        this.kept = kept;
        this.most = most;
    }

    /** A session of a stretch of film. */
    static final class Opened {
        private final VideoSession session;
        private final long framesSeen;
        private final long framesTotal;
        private boolean asked;
        private int users;

        /**
         * @param session owned by whoever holds this
         * @param framesSeen frames that the model was shown
         * @param framesTotal frames that the film has in the stretch
         */
        Opened(VideoSession session, long framesSeen, long framesTotal) {
            this.session = session;
            this.framesSeen = framesSeen;
            this.framesTotal = framesTotal;
        }

        VideoSession session() {
            return session;
        }

        <T> Look<T> look(T result) {
            return new Look<>(result, framesSeen, framesTotal);
        }

        private long bytes() {
            return session.embeddingBytes() + session.miniatureBytes() + session.prefixBytes();
        }
    }

    /** Finds a session, which stays open until it was {@linkplain #used used}. */
    Optional<Opened> find(Origin origin) {
        Optional<Opened> found = Optional.ofNullable(opened.get(origin));
        found.ifPresent(session -> session.users++);
        return found;
    }

    /** Those that may have seen frames of a stretch, to be taken from at once: they stay open until sessions are next {@linkplain #used used}. */
    List<VideoSession> beside(Origin origin) {
        return opened.entrySet().stream()
                .filter(other -> other.getKey().sharesFramesWith(origin))
                .map(other -> other.getValue().session())
                .toList();
    }

    /** Takes ownership of a session, which stays open until it was {@linkplain #used used}. */
    void add(Origin origin, Opened session) {
        session.users++;
        opened.put(origin, session);
    }

    /** Notes that somebody has used sessions, and who; those that nobody else uses may be closed when this returns. */
    void used(Map<Origin, Opened> sessions, Urgency urgency) {
        sessions.forEach((origin, session) -> {
            session.users--;
            session.asked |= urgency == Urgency.QUESTION;
            if (session.asked) {
                kept.keepEmbeddings(session.session(), origin);
            }
        });
        releasePrefixes();
        closeEldest();
    }

    /** The eldest first, until the rest has room. */
    private void releasePrefixes() {
        long held = bytes();
        for (Opened eldest : opened.values()) {
            if (held <= most) {
                return;
            }
            if (eldest.users == 0 && !eldest.asked) {
                held -= eldest.session().prefixBytes();
                eldest.session().releasePrefix();
            }
        }
    }

    private void closeEldest() {
        long held = bytes();
        for (Map.Entry<Origin, Opened> eldest : List.copyOf(opened.entrySet())) {
            if (held <= most) {
                return;
            }
            Opened closing = eldest.getValue();
            if (closing.users == 0) {
                opened.remove(eldest.getKey());
                held -= closing.bytes();
                close(eldest.getKey(), closing);
            }
        }
    }

    /** Of native memory, by all sessions together. */
    private long bytes() {
        return opened.values().stream().mapToLong(Opened::bytes).sum();
    }

    /** Closes what is open of a video, and keeps nothing of it. */
    void forget(String videoId) {
        for (Iterator<Map.Entry<Origin, Opened>> all = opened.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Origin, Opened> entry = all.next();
            if (entry.getKey().videoId().equals(videoId)) {
                entry.getValue().session().close();
                all.remove();
            }
        }
        kept.forget(videoId);
    }

    private void close(Origin origin, Opened session) {
        try (VideoSession closing = session.session()) {
            if (session.asked) {
                kept.keepState(closing, origin);
            }
        }
    }

    @Override
    public void close() {
        opened.forEach(this::close);
        opened.clear();
    }
}
