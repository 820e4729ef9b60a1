package org.timeviper.indexer.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.Rebuild;
import org.timeviper.indexer.index.SceneIndex;

/**
 * Brings the index in line with the library: when the service starts, and later whenever the index has become stale or is back after it could not be reached, as it may
 * then hold what the library no longer has. An index that cannot be reached is waited for; the service works on meanwhile and says of each search that it cannot be
 * answered yet. A rebuild is followed by a comparison: processes of another version may have changed videos that were written already.
 */
public final class IndexAlignment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexAlignment.class);

    private final SceneIndex index;
    private final Rebuild rebuild;
    private final Rounds rounds = new Rounds("index-alignment");
    private boolean compared;
    private String lastProblem = "";

    public IndexAlignment(SceneIndex index, Rebuild rebuild) {
        this.index = index;
        this.rebuild = rebuild;
    }

    /** Aligns an index of this process: what is cheap is done before this returns, a whole rebuild in the background. */
    public void begin() {
        if (index.staleness().isEmpty()) {
            rebuild.differences(videos -> rounds.goOn());
        } else {
            rounds.once(Duration.ZERO, this::align);
        }
    }

    /**
     * Aligns an index that is elsewhere, in the background, and goes on to look after it.
     *
     * @param pause how often it is looked after
     */
    public void follow(Duration pause) {
        rounds.again(Duration.ZERO, pause, this::align);
    }

    private void align() {
        try {
            Optional<String> stale = index.staleness();
            if (stale.isPresent()) {
                LOG.warn("The index is rebuilt from the library: {}", stale.get());
                compared = false;
                LOG.info("The index is rebuilt: {}", rebuild.everything(videos -> rounds.goOn()));
            }
            if (!compared) {
                LOG.info("The index is compared with the library: {}", rebuild.differences(videos -> rounds.goOn()));
            }
            compared = true;
            lastProblem = "";
        } catch (IndexUnavailable e) {
            compared = false;
            tell(e.getMessage());
        } catch (CancellationException e) {
            LOG.info("The index goes on being brought in line with the library when the service starts again");
        } catch (RuntimeException e) {
            LOG.error("The index could not be brought in line with the library", e);
        }
    }

    private void tell(String problem) {
        if (!problem.equals(lastProblem)) {
            LOG.warn("The index waits to be brought in line with the library. {}", problem);
            lastProblem = problem;
        }
    }

    /** Lets the video that is being written be written; the rest is due at the next start. */
    @Override
    public void close() {
        rounds.close();
    }
}
