package org.timeviper.indexer.media.decoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.ffmpeg.global.avutil;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.SampleRecord;
import org.timeviper.indexer.media.SampledFilm;

/**
 * The decoder's process: {@code probe FILE}, {@code sample FILE FPS DIRECTORY} or {@code pictures PATTERN RATE FIRST FPS DIRECTORY}. Answers in lines on standard output; see {@code DecoderProcess}.
 */
public final class DecoderMain {

    private DecoderMain() {}

    /** @param arguments the order */
    public static void main(String... arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Complaints complaints = new Complaints();
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        avutil.setLogCallback(complaints);
        try {
            out.println("done " + new ObjectMapper().writeValueAsString(answer(arguments, out, complaints)));
        } catch (Unusable e) {
            out.println("unreadable " + e.kind() + " " + oneLine(e.getMessage()));
        } catch (IOException e) {
            out.println("failed " + oneLine(e.toString()));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R+", " ");
    }

    private static MediaInfo answer(String[] arguments, PrintStream out, Complaints complaints) throws IOException {
        boolean pictures = arguments[0].equals("pictures");
        try (FilmDecoder decoder = pictures ? pictures(arguments, complaints) : film(arguments, complaints)) {
            if (arguments[0].equals("probe")) {
                return decoder.probe();
            }
            double fps = Double.parseDouble(arguments[arguments.length - 2]);
            Path directory = Path.of(arguments[arguments.length - 1]);
            SampleRecord sample = new Sampling(decoder, fps, directory, complaints)
                    .run((seconds, of) -> tell(out, "progress " + seconds + " " + of));
            publish(sample, directory);
            return sample.info();
        }
    }

    private static FilmDecoder film(String[] arguments, Complaints complaints) {
        return FilmDecoder.open(Path.of(arguments[1]), maxPixels(), complaints);
    }

    private static FilmDecoder pictures(String[] arguments, Complaints complaints) {
        return FilmDecoder.openPictures(arguments[1], arguments[2], arguments[3], maxPixels(), complaints);
    }

    private static long maxPixels() {
        return Long.getLong("timeviper.maxPixels", 8192L * 8192);
    }

    /** Ends the process when nobody hears it: the service that wanted the pictures was killed, and the next one will write into the same folder. */
    private static void tell(PrintStream out, String line) {
        out.println(line);
        if (out.checkError()) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Written beside and moved into place, so that its presence means that it is whole. */
    private static void publish(SampleRecord sample, Path directory) throws IOException {
        Path unfinished = directory.resolve(SampledFilm.RECORD + ".part");
        Files.write(unfinished, new ObjectMapper().writeValueAsBytes(sample));
        Files.move(unfinished, directory.resolve(SampledFilm.RECORD), StandardCopyOption.ATOMIC_MOVE);
    }
}
