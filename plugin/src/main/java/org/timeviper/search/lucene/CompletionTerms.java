package org.timeviper.search.lucene;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;

/**
 * What a query box can complete, as an index keeps it of each video: words and pairs of words of its captions, as they are written there, its tags, and its title from each of
 * its words on. A term begins with its kind and what a person would type in lower case, so that all completions of something typed stand together in the index; after a tab follows
 * how it reads, where that is something else.
 *
 * <p>What captions deny is left out, and so are words too common to look for; pairs are of words with nothing between them.
 */
public final class CompletionTerms {

    /** The field of the terms: of a video, not of each of its scenes. */
    public static final String FIELD = "completions";

    /** How many terms of a video are kept. */
    private static final int MOST = 20_000;

    /** How many characters of a term can be typed. */
    private static final int LONGEST = 100;

    /** From how many of its words on a title is kept. */
    private static final int MOST_BEGINNINGS = 12;

    private static final char READS = '\t';

    /** What a term is. */
    public enum Kind {
        WORDS('w'),
        TAG('t'),
        TITLE('n');

        private final char mark;

        Kind(char mark) {
            this.mark = mark;
        }

        private static Kind of(char mark) {
            for (Kind kind : values()) {
                if (kind.mark == mark) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("No kind of completion is marked " + mark + ".");
        }
    }

    /**
     * A term as it reads.
     *
     * @param kind what it is
     * @param text a word or pair of words in lower case, a tag, or a title
     */
    public record Completion(Kind kind, String text) {}

    private CompletionTerms() {}

    /**
     * @param captions of all of the video's scenes
     * @param analyzer of the captions
     * @return all terms of a video, each once
     */
    public static Set<String> of(IndexedVideo video, Collection<String> captions, Analyzer analyzer) {
        Set<String> terms = new LinkedHashSet<>();
        video.tags().forEach(tag -> add(terms, Kind.TAG, tag, tag));
        addTitle(terms, video.name());
        for (String caption : new LinkedHashSet<>(captions)) { // in their order, as only so many terms are kept
            addWords(terms, caption, CaptionQuery.tokens(caption, analyzer, CaptionMatches.MAX_WORDS));
        }
        return terms;
    }

    private static void addTitle(Set<String> terms, String title) {
        String reads = title.replaceAll("\\p{Cntrl}", " ").strip();
        int beginnings = 0;
        for (int i = 0; i < reads.length() && beginnings < MOST_BEGINNINGS; i++) {
            boolean begins = Character.isLetterOrDigit(reads.charAt(i))
                    && (i == 0 || !Character.isLetterOrDigit(reads.charAt(i - 1)));
            if (begins) {
                add(terms, Kind.TITLE, reads.substring(i), reads);
                beginnings++;
            }
        }
    }

    private static void addWords(Set<String> terms, String caption, List<CaptionQuery.Token> tokens) {
        CaptionQuery.Token before = null;
        for (CaptionQuery.Token token : tokens) {
            if (token.denied()) {
                before = null;
                continue;
            }
            if (telling(token.word().text())) {
                addWords(terms, token.word().text());
            }
            if (before != null && together(caption, before, token)) {
                addWords(terms, caption.substring(before.start(), token.end()));
            }
            before = token;
        }
    }

    /** Words are kept in lower case, and not at all where they are too long to be any. */
    private static void addWords(Set<String> terms, String words) {
        String typed = folded(words);
        if (typed.length() <= LONGEST) {
            add(terms, Kind.WORDS, typed, typed);
        }
    }

    /** Whether a word says something by itself: it has a letter, and is not a single one of an alphabet. */
    private static boolean telling(String word) {
        return word.codePoints().anyMatch(Character::isLetter)
                && (word.length() > 1 || Character.isIdeographic(word.codePointAt(0)));
    }

    private static boolean together(String caption, CaptionQuery.Token first, CaptionQuery.Token second) {
        return second.word().position() == first.word().position() + 1
                && second.start() >= first.end()
                && caption.substring(first.end(), second.start()).matches(" ?")
                && telling(second.word().text());
    }

    private static void add(Set<String> terms, Kind kind, String typed, String reads) {
        if (terms.size() < MOST) {
            String key = kind.mark + cut(folded(typed));
            terms.add(key.substring(1).equals(reads) ? key : key + READS + reads);
        }
    }

    private static String folded(String text) {
        return text.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }

    /**
     * @param typed what is typed; a space at its end asks for another word
     * @return what all terms of a kind begin with that complete it
     */
    public static String prefix(Kind kind, String typed) {
        return kind.mark + cut(typed.replaceAll("\\s+", " ").stripLeading().toLowerCase(Locale.ROOT));
    }

    /**
     * Finds the last words of what is typed in a script without spaces.
     *
     * @return where in it its last two words begin, or its last one; empty if it ends in a word that spaces tell
     */
    public static List<Integer> lastWords(String typed, Analyzer analyzer) {
        int chunk = typed.length();
        while (chunk > 0 && !Character.isWhitespace(typed.charAt(chunk - 1))) {
            chunk--;
        }
        int from = chunk;
        String last = typed.substring(from);
        if (last.codePoints().noneMatch(CompletionTerms::isUnspaced)) {
            return List.of();
        }
        List<Integer> begins = CaptionQuery.tokens(last, analyzer, last.length()).stream()
                .map(token -> from + token.start())
                .distinct()
                .toList();
        return begins.subList(Math.max(0, begins.size() - 2), begins.size());
    }

    private static boolean isUnspaced(int character) {
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    /**
     * Reads a term.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Completion read(String term) {
        if (term.isEmpty()) {
            throw new IllegalArgumentException("An empty text is no completion.");
        }
        int reads = term.indexOf(READS);
        return new Completion(Kind.of(term.charAt(0)), reads < 0 ? term.substring(1) : term.substring(reads + 1));
    }
}
