package org.timeviper.indexer.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.search.lucene.CaptionLanguage;

/**
 * Embedded indexes, each in a folder of its own.
 *
 * @param folder the folder that these folders are in
 */
public record EmbeddedHome(Path folder) implements IndexHome {

    @Override
    public String name() {
        return "embedded Lucene index";
    }

    @Override
    public BenchmarkedIndex open(GeneratedArchive archive) {
        Path own = folder.resolve(Integer.toString(archive.scenes()));
        return new Embedded(
                own, LuceneSceneIndex.open(own, CaptionLanguage.ENGLISH, archive.name(), GeneratedArchive.DIMENSIONS));
    }

    private record Embedded(Path folder, SceneIndex index) implements BenchmarkedIndex {

        @Override
        public long bytes() {
            try (Stream<Path> files = Files.list(folder)) {
                return files.mapToLong(file -> file.toFile().length()).sum();
            } catch (IOException e) {
                throw new UncheckedIOException("The size of " + folder + " cannot be read.", e);
            }
        }

        @Override
        public PlainSearch plain() {
            return PlainLuceneSearch.open(folder);
        }

        @Override
        public void close() {
            index.close();
        }
    }
}
