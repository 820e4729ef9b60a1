package org.timeviper.indexer.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionQuery;

/**
 * The words of a generated archive, ranked: everyday caption words first, then words made of syllables. Of eight words in a row four are nouns, two verbs and two
 * adjectives, which is about how captions use them, so that drawing within a class by rank gives Zipf's law over all words.
 */
final class ArchiveVocabulary {

    /** How many words there are. */
    static final int SIZE = 30_000;

    /** What flattens the head: the most frequent word is then in about every fifth caption. */
    private static final double SHIFT = 2.7;

    private static final Kind[] PATTERN = {
        Kind.NOUN, Kind.VERB, Kind.NOUN, Kind.ADJECTIVE, Kind.NOUN, Kind.VERB, Kind.NOUN, Kind.ADJECTIVE
    };

    private static final String[] ONSETS = {
        "b", "br", "d", "dr", "f", "fl", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr",
        "v", "z"
    };
    private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ai", "ou"};
    private static final String[] ENDS = {"", "l", "m", "n", "r", "sk", "t", "nd", "x", "k"};

    /** Classes of words. */
    enum Kind {
        NOUN,
        VERB,
        ADJECTIVE
    }

    private final List<String> words;
    private final Map<Kind, int[]> ranks = new EnumMap<>(Kind.class);
    private final Map<Kind, ZipfDraw> draws = new EnumMap<>(Kind.class);
    private final List<String> places;

    /** @param random what the made words are made from */
    ArchiveVocabulary(RandomGenerator random) {
        Map<String, List<String>> everyday = everyday();
        places = List.copyOf(everyday.get("place"));
        words = ranked(everyday, random);
        for (Kind kind : Kind.values()) {
            int[] ofKind = ofKind(kind);
            ranks.put(kind, ofKind);
            draws.put(kind, new ZipfDraw(ofKind, SHIFT));
        }
    }

    /** @return the word of a rank, from 0 */
    String word(int rank) {
        return words.get(rank);
    }

    /** @return the rank of a word drawn by Zipf's law */
    int draw(Kind kind, RandomGenerator random) {
        return ranks.get(kind)[draws.get(kind).next(random)];
    }

    /** @return a word of place or direction */
    String place(RandomGenerator random) {
        return places.get(random.nextInt(places.size()));
    }

    /** @return the class of the word of a rank */
    static Kind kind(int rank) {
        return PATTERN[rank % PATTERN.length];
    }

    private static List<String> ranked(Map<String, List<String>> everyday, RandomGenerator random) {
        Map<Kind, Iterator<String>> left = new EnumMap<>(Kind.class);
        left.put(Kind.NOUN, everyday.get("noun").iterator());
        left.put(Kind.VERB, everyday.get("verb").iterator());
        left.put(Kind.ADJECTIVE, everyday.get("adjective").iterator());
        Set<String> taken = new HashSet<>();
        everyday.values().forEach(taken::addAll);
        List<String> ranked = new ArrayList<>(SIZE);
        try (CaptionAnalyzer analyzer = new CaptionAnalyzer()) {
            for (int rank = 0; rank < SIZE; rank++) {
                Iterator<String> known = left.get(kind(rank));
                ranked.add(known.hasNext() ? known.next() : made(taken, analyzer, random));
            }
        }
        return List.copyOf(ranked);
    }

    private int[] ofKind(Kind kind) {
        List<Integer> found = new ArrayList<>();
        for (int rank = 0; rank < SIZE; rank++) {
            if (kind(rank) == kind) {
                found.add(rank);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** @return a verb as it stands after he, she or it */
    static String thirdPerson(String verb) {
        if (verb.matches(".*(s|x|z|ch|sh)")) {
            return verb + "es";
        }
        return verb.matches(".*[^aeiou]y") ? verb.substring(0, verb.length() - 1) + "ies" : verb + "s";
    }

    /** A new word of two or three syllables that is neither a common word nor a denial, and whose ending analysis takes for one. */
    private static String made(Set<String> taken, CaptionAnalyzer analyzer, RandomGenerator random) {
        while (true) {
            StringBuilder word = new StringBuilder();
            int syllables = 2 + random.nextInt(2);
            for (int s = 0; s < syllables; s++) {
                word.append(one(ONSETS, random)).append(one(VOWELS, random));
            }
            String made = word.append(one(ENDS, random)).toString();
            List<CaptionQuery.Word> forms =
                    CaptionQuery.parse(made + " " + thirdPerson(made), analyzer).wanted();
            if (forms.size() == 1 && taken.add(made)) {
                return made;
            }
        }
    }

    private static String one(String[] of, RandomGenerator random) {
        return of[random.nextInt(of.length)];
    }

    /** The lists by class; a word that is in several counts for the first. */
    private static Map<String, List<String>> everyday() {
        Map<String, List<String>> lists = new HashMap<>();
        Set<String> seen = new HashSet<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ArchiveVocabulary.class.getResourceAsStream("caption-words.txt"), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                List<String> list = List.of(line.split(" "));
                lists.put(
                        list.getFirst(), list.stream().skip(1).filter(seen::add).toList());
            });
            return lists;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the caption words failed.", e);
        }
    }
}
