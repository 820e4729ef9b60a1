package org.timeviper.indexer.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.timeviper.indexer.benchmark.ArchiveVocabulary.Kind;

/**
 * Makes captions of one to three clauses: "A young man carries a bag towards the station, while a dog sleeps beside a fence without a lead." Half of the words come from
 * the film's topic, so that the scenes of a film are alike.
 */
final class CaptionGrammar {

    private static final double FROM_TOPIC = 0.5;
    private static final double SECOND_CLAUSE = 0.6;
    private static final double THIRD_CLAUSE = 0.25;
    private static final double OBJECTS_ADJECTIVE = 0.4;
    private static final double DENIAL = 0.06;
    private static final int TOPIC_WORDS = 80;

    private final ArchiveVocabulary vocabulary;

    CaptionGrammar(ArchiveVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * A caption with what it is made of.
     *
     * @param shown ranks of its nouns, verbs and adjectives, in its order
     * @param denied ranks of the nouns that it denies
     */
    record Caption(String text, List<Integer> shown, List<Integer> denied) {

        /** @return ranks of all that it names */
        List<Integer> named() {
            List<Integer> named = new ArrayList<>(shown);
            named.addAll(denied);
            return named;
        }
    }

    /**
     * What a film is about.
     *
     * @param words ranks of words that are frequent in it, by their class
     */
    record Topic(List<int[]> words) {}

    /** Draws what a film may be about; over all topics a word is as frequent as it is by itself. */
    Topic topic(RandomGenerator random) {
        return new Topic(Arrays.stream(Kind.values())
                .map(kind -> random.ints(TOPIC_WORDS)
                        .map(any -> vocabulary.draw(kind, random))
                        .toArray())
                .toList());
    }

    /** Makes a caption. */
    Caption caption(Topic topic, RandomGenerator random) {
        Sentence sentence = new Sentence(topic, random);
        sentence.clause();
        if (random.nextDouble() < SECOND_CLAUSE) {
            sentence.text.append(", while ");
            sentence.clause();
            if (random.nextDouble() < THIRD_CLAUSE) {
                sentence.text.append(", and ");
                sentence.clause();
            }
        }
        if (random.nextDouble() < DENIAL) {
            sentence.deny();
        }
        sentence.text.append('.');
        sentence.text.setCharAt(0, Character.toUpperCase(sentence.text.charAt(0)));
        return new Caption(sentence.text.toString(), sentence.shown, sentence.denied);
    }

    /** @return a noun by itself, drawn by Zipf's law */
    int noun(RandomGenerator random) {
        return vocabulary.draw(Kind.NOUN, random);
    }

    /** A caption under way. */
    private final class Sentence {
        private final Topic topic;
        private final RandomGenerator random;
        private final StringBuilder text = new StringBuilder();
        private final List<Integer> shown = new ArrayList<>();
        private final List<Integer> denied = new ArrayList<>();

        Sentence(Topic topic, RandomGenerator random) {
            this.topic = topic;
            this.random = random;
        }

        void clause() {
            thing(true);
            text.append(' ')
                    .append(ArchiveVocabulary.thirdPerson(show(Kind.VERB)))
                    .append(' ')
                    .append(vocabulary.place(random))
                    .append(' ');
            thing(random.nextDouble() < OBJECTS_ADJECTIVE);
        }

        void deny() {
            int rank = draw(Kind.NOUN);
            if (!shown.contains(rank)) {
                denied.add(rank);
                text.append(" without ").append(withArticle(vocabulary.word(rank)));
            }
        }

        private void thing(boolean adjective) {
            String described = adjective ? show(Kind.ADJECTIVE) + " " : "";
            text.append(withArticle(described + show(Kind.NOUN)));
        }

        private String show(Kind kind) {
            int rank = draw(kind);
            shown.add(rank);
            return vocabulary.word(rank);
        }

        private int draw(Kind kind) {
            int[] ofTopic = topic.words().get(kind.ordinal());
            return random.nextDouble() < FROM_TOPIC
                    ? ofTopic[random.nextInt(ofTopic.length)]
                    : vocabulary.draw(kind, random);
        }
    }

    private static String withArticle(String thing) {
        return ("aeiou".indexOf(thing.charAt(0)) < 0 ? "a " : "an ") + thing;
    }
}
