package org.timeviper.indexer.library;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A library that tests open themselves.
 *
 * @param data its folder
 * @param postgres the address of its PostgreSQL; empty for the embedded database
 */
public record LibraryAt(Path data, Optional<String> postgres) implements LibrarySettings {

    @Override
    public Optional<Path> importFolder() {
        return Optional.empty();
    }

    @Override
    public Duration purgeAfter() {
        return Duration.ofMinutes(15);
    }

    @Override
    public Upload upload() {
        return new Upload() {
            @Override
            public MemorySize maxSize() {
                return new MemorySize(BigInteger.valueOf(1 << 30));
            }

            @Override
            public Duration expires() {
                return Duration.ofDays(1);
            }

            @Override
            public int mostUnderWay() {
                return 100;
            }
        };
    }

    @Override
    public Index index() {
        return new Index() {
            @Override
            public String language() {
                return "en";
            }

            @Override
            public Optional<Path> folder() {
                return Optional.empty();
            }

            @Override
            public Duration follow() {
                return Duration.ofSeconds(1);
            }
        };
    }

    @Override
    public Database database() {
        return new Database() {
            @Override
            public Optional<String> url() {
                return postgres;
            }

            @Override
            public String user() {
                return postgres.isPresent() ? "postgres" : "timeviper";
            }

            @Override
            public String password() {
                return postgres.isPresent() ? "postgres" : "timeviper";
            }

            @Override
            public int connections() {
                return 6;
            }
        };
    }
}
