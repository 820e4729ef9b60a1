package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.library.Answers;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.Uploads;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.pipeline.Purging;

/**
 * Deletes a video wherever something of it is: its film (unless that lies where it was imported from), pictures, rows, turns of conversations that looked at it, upload, remembered
 * answers, scenes in the index, and what the model keeps of it. When this returns nothing of it can be asked for; its last bytes in the files of index and database go with the next purge. The log is left alone.
 */
@Singleton
final class VideoRemoval {

    private final Library library;
    private final Uploads uploads;
    private final Answers answers;
    private final MediaStore media;
    private final SceneIndex index;
    private final LoadedModel model;
    private final Purging purging;

    @Inject
    VideoRemoval(
            Library library,
            Uploads uploads,
            Answers answers,
            MediaStore media,
            SceneIndex index,
            LoadedModel model,
            Purging purging) {
        this.library = library;
        this.uploads = uploads;
        this.answers = answers;
        this.media = media;
        this.index = index;
        this.model = model;
        this.purging = purging;
    }

    /**
     * @param check told the video as it is in the end, before anybody else can change it; if it throws, nothing has changed
     * @return whether there was one
     * @throws org.timeviper.indexer.index.IndexUnavailable if the index cannot be written; then nothing has changed
     */
    boolean remove(String id, Consumer<Video> check) {
        boolean there = library.remove(id, video -> {
            check.accept(video);
            index.delete(id); // first, so that nothing has changed where the index refuses
        });
        if (!there) {
            return false;
        }
        purging.ask(); // before anything that can still fail: from here on nobody can delete it again
        uploads.remove(id);
        answers.forget(id);
        index.delete(id); // and again, as a job may have published it in between
        model.forget(id);
        media.remove(id); // a job of it that is at work removes what it still writes when it ends
        return true;
    }
}
