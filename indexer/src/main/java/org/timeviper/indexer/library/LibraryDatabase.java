package org.timeviper.indexer.library;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The library's relational database: embedded H2 in the library's folder, or PostgreSQL when an address is given. Which of them is decided when the service starts,
 * so that one build serves both. Migrated when it is opened.
 */
public final class LibraryDatabase implements AutoCloseable {

    /** How long a change of a video waits for another of the same video: H2's own two seconds are short for a video that is being written into the index. */
    private static final int PATIENCE_MILLIS = 60_000;

    /** How long a purge waits for those who are at work to end, before it lets others go first. */
    private static final int PATIENCE_OF_A_PURGE_MILLIS = 500;

    /** How often a purge is tried; together with the waits, two minutes. */
    private static final int TRIES_OF_A_PURGE = 120;

    private final String url;
    private final LibrarySettings.Database settings;
    private final AgroalDataSource pool;
    private final SharedSource source;

    private LibraryDatabase(String url, LibrarySettings.Database settings, AgroalDataSource pool) {
        this.url = url;
        this.settings = settings;
        this.pool = pool;
        this.source = new SharedSource(pool, settings.connections());
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
            return new LibraryDatabase(url, settings.database(), source);
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

    private static boolean isEmbedded(String url) {
        return url.startsWith("jdbc:h2:");
    }

    private static AgroalDataSource pool(String url, LibrarySettings.Database settings) {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(settings.connections())
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .validateOnBorrow(isEmbedded(url)) // after a purge none is any more what it was
                        .connectionValidator(ConnectionValidator.defaultValidator())
                        .connectionFactoryConfiguration(connection -> connection
                                .jdbcUrl(url)
                                .connectionProviderClassName(
                                        isEmbedded(url) ? "org.h2.Driver" : "org.postgresql.Driver")
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
        return isEmbedded(url) ? source : pool;
    }

    /**
     * Takes off the disk what was deleted from the embedded database, which leaves it in its file until the place is needed: what is live is copied into a new file that takes
     * the old one's place. Whoever wants to read or write waits meanwhile: some ten seconds for a gigabyte. A PostgreSQL is left to its own vacuuming.
     *
     * @param givenUp asked before each try
     * @return whether it was done; false if it was given up
     * @throws IllegalStateException if the file cannot be written, or others leave it no time
     */
    public boolean purge(BooleanSupplier givenUp) {
        if (!isEmbedded(url)) {
            return true;
        }
        for (int i = 0; i < TRIES_OF_A_PURGE; i++) {
            if (givenUp.getAsBoolean()) {
                return false;
            }
            if (source.alone(PATIENCE_OF_A_PURGE_MILLIS, this::rewrite)) {
                return true;
            }
            LockSupport.parkNanos(Duration.ofMillis(PATIENCE_OF_A_PURGE_MILLIS).toNanos());
        }
        throw new IllegalStateException("The library's database cannot be purged: it is at work all the time.");
    }

    /** Closes the database, which copies it, and ends all connections of the pool; the next one that is taken opens it again. */
    private void rewrite() {
        try (Connection connection = DriverManager.getConnection(url, settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        } catch (SQLException e) {
            throw new IllegalStateException("The library's database cannot be purged: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
