package org.timeviper.model.assembly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process that makes a model's folder, and tells what it had in memory at most. */
final class AssemblyProcess {

    private AssemblyProcess() {}

    /**
     * Makes a folder in a process of its own.
     *
     * @param heap as {@code -Xmx} takes it
     * @param paths language model, vision transformer, TimeViper checkpoint, and the folder to make
     * @return bytes that were resident at most, of whatever kind
     */
    static long peak(String heap, List<String> paths, String projector, String schedule)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                AssemblyProcess.class.getName()));
        command.addAll(paths);
        command.addAll(List.of(projector, schedule));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        return said.lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

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
                        Optional.of(arguments[4]),
                        Optional.of(arguments[5])),
                Path.of(arguments[3]),
                AssemblyRequest.Output.USUAL);
        try (Assembly assembly = Assembly.of(request)) {
            assembly.write(bytes -> {});
        }
        Files.readAllLines(Path.of("/proc/self/status")).forEach(System.out::println);
    }
}
