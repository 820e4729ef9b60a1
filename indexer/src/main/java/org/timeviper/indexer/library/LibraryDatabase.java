package org.timeviper.indexer.library;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The library's relational database: embedded H2 in the library's folder, or PostgreSQL when an address is given. Which of them is decided when the service starts,
 * so that one build serves both. Migrated when it is opened.
 */
public final class LibraryDatabase implements AutoCloseable {

    /** How long a change of a video waits for another of the same video: H2's own two seconds are short for a video that is being written into the index. */
    private static final int PATIENCE_MILLIS = 60_000;

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

    @Override
    public void close() {
        source.close();
    }
}
