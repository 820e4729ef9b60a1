package org.timeviper.indexer.library;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where the library lies. */
@ConfigMapping(prefix = "timeviper")
public interface LibrarySettings {

    /** The folder of the library: database, media, index. */
    Path data();

    /** The folder below which files may be registered by path; without it imports are off. */
    Optional<Path> importFolder();

    /** The database. */
    Database database();

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
