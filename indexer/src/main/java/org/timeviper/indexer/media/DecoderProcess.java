package org.timeviper.indexer.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.timeviper.indexer.media.UnreadableMedia.Kind;
import org.timeviper.indexer.media.decoder.DecoderMain;

/**
 * One run of the decoder in a process of its own. The process speaks in lines on its standard output: {@code progress <seconds> <ofSeconds>}, and last either
 * {@code done <json>} or {@code unreadable <kind> <sentence>}. Whatever else happens to it (a crash, a hang) becomes an {@link UnreadableMedia}.
 */
final class DecoderProcess {

    private final DecoderSettings settings;
    private final Path film;

    DecoderProcess(DecoderSettings settings, Path film) {
        this.settings = settings;
        this.film = film;
    }

    /** @return what the decoder said after {@code done} */
    String run(List<String> arguments, SampleProgress progress) {
        Path complaints = null;
        try {
            complaints = Files.createTempFile("timeviper-decoder", ".log");
            Process process = new ProcessBuilder(commandLine(arguments))
                    .redirectError(complaints.toFile())
                    .start();
            process.getOutputStream().close();
            return watch(process, progress, complaints);
        } catch (IOException e) {
            throw new UncheckedIOException("The decoder's process could not be started or read", e);
        } finally {
            delete(complaints);
        }
    }

    private List<String> commandLine(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                settings.java().toString(),
                "-Xmx" + settings.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Dtimeviper.maxPixels=" + settings.maxPixels()));
        String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
        if (cache != null) {
            line.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
        }
        line.addAll(List.of("-cp", settings.classPath(), DecoderMain.class.getName()));
        line.addAll(arguments);
        return line;
    }

    private String watch(Process process, SampleProgress progress, Path complaints) throws IOException {
        AtomicLong lastSign = new AtomicLong(System.nanoTime());
        AtomicBoolean stalled = new AtomicBoolean();
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("decoder-watch").factory());
                BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            clock.scheduleAtFixedRate(() -> endIfStalled(process, lastSign, stalled), 1, 1, TimeUnit.SECONDS);
            String last = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastSign.set(System.nanoTime());
                if (line.startsWith("progress ")) {
                    String[] parts = line.split(" ");
                    progress.decoded(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
                } else {
                    last = line;
                }
            }
            clock.shutdownNow();
            return outcome(process.waitFor(), last, stalled.get(), complaints);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + film.getFileName() + " was decoded", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void endIfStalled(Process process, AtomicLong lastSign, AtomicBoolean stalled) {
        if (System.nanoTime() - lastSign.get() > settings.stallTimeout().toNanos()) {
            stalled.set(true);
            process.destroyForcibly();
        }
    }

    private String outcome(int exit, String last, boolean stalled, Path complaints) throws IOException {
        if (stalled) {
            throw new UnreadableMedia(
                    Kind.TIMED_OUT,
                    film.getFileName() + " kept the decoder busy for "
                            + settings.stallTimeout().toSeconds()
                            + " s without a picture: it is probably damaged, re-encode it and try again");
        }
        if (last != null && last.startsWith("done ")) {
            return last.substring("done ".length());
        }
        if (last != null && last.startsWith("unreadable ")) {
            String[] parts = last.split(" ", 3);
            throw new UnreadableMedia(Kind.valueOf(parts[1]), parts[2]);
        }
        throw new UnreadableMedia(
                Kind.DECODER_CRASHED,
                film.getFileName() + " made the decoder end with code " + exit + lastComplaint(complaints)
                        + ": it is probably damaged, re-encode it and try again");
    }

    private static String lastComplaint(Path complaints) throws IOException {
        try (var lines = Files.lines(complaints, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("WARNING"))
                    .findFirst()
                    .map(line -> " (" + line.strip() + ")")
                    .orElse("");
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file " + file + " cannot be deleted", e);
        }
    }
}
