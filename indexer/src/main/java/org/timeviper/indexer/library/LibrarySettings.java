package org.timeviper.indexer.library;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the library lies. */
@ConfigMapping(prefix = "timeviper")
public interface LibrarySettings {

    /** The folder of the library: database, media, index. */
    Path data();

    /** The folder below which files may be registered by path; without it imports are off. */
    Optional<Path> importFolder();

    /** How long after a deletion what is left of it in the index's and the database's files is taken off the disk; deletions in between are waited for. */
    @WithDefault("15m")
    Duration purgeAfter();

    /** Uploads. */
    Upload upload();

    /** The database. */
    Database database();

    /** The search index. */
    Index index();

    /** The search index; where it lies, unless a cluster keeps it. */
    interface Index {

        /** Language of captions and queries: an ISO 639-1 code. */
        @WithDefault("en")
        String language();

        /** Its folder, of this node alone; without it {@code index} in the library's folder. Nodes that share a library each need their own. */
        Optional<Path> folder();

        /** How often a node that shares its library looks what other nodes have published. */
        @WithDefault("3s")
        Duration follow();
    }

    /** What may be uploaded. */
    interface Upload {

        /** Largest upload, such as {@code 20G}. */
        @WithDefault("20G")
        MemorySize maxSize();

        /** How long a resumable upload is kept after its last byte has come. */
        @WithDefault("24h")
        Duration expires();

        /** How many resumable uploads may be under way. */
        @WithDefault("1000")
        int mostUnderWay();
    }

    /** The database's connection. */
    interface Database {

        /** JDBC address; without it an embedded H2 database in the library's folder. Several nodes share a PostgreSQL: {@code jdbc:postgresql://host/db}. */
        Optional<String> url();

        /** User name. */
        @WithDefault("timeviper")
        String user();

        /** Password. */
        @WithDefault("timeviper")
        String password();

        /** Connections at most. */
        @WithDefault("12")
        int connections();
    }
}
