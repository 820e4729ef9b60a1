package org.timeviper.model.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process that makes a model's folder, and tells what it had in memory at most. */
final class AssemblyProcess {

    private AssemblyProcess() {}

    public static void main(String... arguments) throws IOException {
        AssemblyRequest request = new AssemblyRequest(
                Optional.of(Path.of(arguments[0])),
                Optional.of(Path.of(arguments[1])),
                Optional.of(Path.of(arguments[2])),
                Optional.empty(),
                new AssemblyRequest.Choices(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("tome_mlp-5"),
                        Optional.of(PublishedParts.SCHEDULE)),
                Path.of(arguments[3]),
                AssemblyRequest.Output.USUAL);
        try (Assembly assembly = Assembly.of(request)) {
            assembly.write(bytes -> {});
        }
        Files.readAllLines(Path.of("/proc/self/status")).forEach(System.out::println);
    }
}
