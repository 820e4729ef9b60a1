package org.timeviper.indexer.library;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * The library's relational database: embedded H2 in the library's folder, or PostgreSQL when an address is given. Which of them is decided when the service starts,
 * so that one build serves both. Migrated when it is opened.
 */
public final class LibraryDatabase implements AutoCloseable {

    /** How long a change of a video waits for another of the same video: H2's own two seconds are short for a video that is being written into the index. */
    private static final int PATIENCE_MILLIS = 60_000;

    /** Percent of live pages up to which a block is rewritten: more than any has. */
    private static final int ALL_BLOCKS = 101;

    /** How much one round rewrites: whoever wants to write meanwhile waits for the end of a round. */
    private static final int BYTES_OF_A_ROUND = 24 << 20;

    /** A round leaves alone what the round before has just written, and what a reader still looks at. */
    private static final int ROUNDS = 4;

    /** The pause between rounds, in which others may write, and in which blocks grow old enough to be given up. */
    private static final long PAUSE_NANOS = 20_000_000;

    /** How long blocks are moved to the file's beginning, while others wait to write. */
    private static final int LONGEST_MOVE_MILLIS = 60_000;

    private final AgroalDataSource source;

    private LibraryDatabase(AgroalDataSource source) {
        this.source = source;
    }

    /**
     * Opens and migrates the database.
     *
     * @throws IllegalStateException when it cannot be reached; the message names its address
     */
    public static LibraryDatabase open(LibrarySettings settings) {
        String url = settings.database().url().orElseGet(() -> embedded(settings));
        AgroalDataSource source = pool(url, settings.database());
        try {
            Flyway.configure(LibraryDatabase.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return new LibraryDatabase(source);
        } catch (RuntimeException e) {
            source.close();
            throw new IllegalStateException(
                    "The library's database " + url + " cannot be opened: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    private static String embedded(LibrarySettings settings) {
        return "jdbc:h2:file:" + settings.data().toAbsolutePath().resolve("library")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;LOCK_TIMEOUT="
                + PATIENCE_MILLIS;
    }

    private static AgroalDataSource pool(String url, LibrarySettings.Database settings) {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(settings.connections())
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .connectionFactoryConfiguration(connection -> connection
                                .jdbcUrl(url)
                                .connectionProviderClassName(
                                        url.startsWith("jdbc:h2:") ? "org.h2.Driver" : "org.postgresql.Driver")
                                .principal(new NamePrincipal(settings.user()))
                                .credential(new SimplePassword(settings.password()))));
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The library's database " + url + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** @return pooled connections */
    public DataSource source() {
        return source;
    }

    /**
     * Takes off the disk what was deleted from the embedded database: it writes new blocks and leaves the old ones in its file until their place is needed. Others read
     * meanwhile, and write between its rounds; they wait while it shortens the file in the end. A PostgreSQL is left to its own vacuuming.
     *
     * @param givenUp asked before each round
     * @return whether it was done; false if it was given up
     * @throws IllegalStateException if the file cannot be written
     */
    public boolean purge(BooleanSupplier givenUp) {
        try (Connection connection = source.getConnection()) {
            if (connection.isWrapperFor(JdbcConnection.class)) {
                SessionLocal session =
                        (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
                return rewrite(session.getDatabase().getStore().getMvStore(), givenUp);
            }
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException("The library's database cannot be purged: " + e.getMessage(), e);
        }
    }

    /**
     * Rewrites every block, as any may hold a dead page between live ones, until the old ones are given up and the file ends with the last live one.
     *
     * <p>The store leaves dead blocks alone for a while, as after a loss of power it may have to begin at an older state, whose blocks they are. Here they go at once, so
     * each state that a round writes is forced to the disk before the next may write in their place.
     */
    static boolean rewrite(MVStore store, BooleanSupplier givenUp) {
        int retention = store.getRetentionTime();
        store.setRetentionTime(0);
        try {
            long rounds = ROUNDS + store.getFileStore().size() / BYTES_OF_A_ROUND;
            for (long round = 0; round < rounds; round++) {
                if (givenUp.getAsBoolean()) {
                    return false;
                }
                store.compact(ALL_BLOCKS, BYTES_OF_A_ROUND);
                store.sync();
                store.commit();
                store.sync();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            store.compactFile(LONGEST_MOVE_MILLIS);
            return true;
        } finally {
            store.setRetentionTime(retention);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
