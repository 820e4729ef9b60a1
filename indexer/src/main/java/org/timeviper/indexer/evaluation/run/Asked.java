package org.timeviper.indexer.evaluation.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;

/**
 * Tells what is put to the model of an item from what is put of others, so that an answer is not taken for one to something else of the same id: another question, or the same about
 * another film. What is true, and what scores are told apart by, does not count.
 */
final class Asked {

    private static final int DIGITS = 16;

    private Asked() {}

    /** @return hexadecimal digits, of the question, and of name, size and part of the film */
    static String digest(Item item) {
        Footage footage = item.footage();
        String about = footage.file().getFileName() + "\n" + size(footage.file()) + "\n" + footage.stretch() + "\n"
                + footage.annotatedSeconds();
        String question =
                switch (item) {
                    case Item.Choice choice -> "choice\n" + choice.question() + "\n" + choice.options();
                    case Item.Grounding grounding -> "grounding\n" + grounding.description();
                    case Item.Clues clues -> "clues\n" + clues.question() + "\n" + clues.options();
                    case Item.Events events -> "events";
                    case Item.Caption caption -> "caption\n" + caption.facet();
                    case Item.Instructed instructed -> "instructed\n" + instructed.instruction();
                    case Item.Open open -> "open\n" + open.question();
                    case Item.Edits edits -> "edits";
                };
        return digest(List.of(about, question));
    }

    /** @return hexadecimal digits that tell some texts from others */
    static String digest(List<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256", e);
        }
    }

    /** Of a folder of pictures, that of all of them: its own is the file system's matter. */
    private static long size(Path film) {
        try {
            if (!Files.isDirectory(film)) {
                return Files.size(film);
            }
            long sum = 0;
            try (DirectoryStream<Path> pictures = Files.newDirectoryStream(film)) {
                for (Path picture : pictures) {
                    sum += Files.size(picture);
                }
            }
            return sum;
        } catch (IOException e) {
            return 0; // what cannot be looked at is told when it is decoded
        }
    }
}
