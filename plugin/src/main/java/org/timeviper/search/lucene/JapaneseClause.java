package org.timeviper.search.lucene;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a Japanese clause denies, and which of its words are adjectives. Japanese denies at the end: the denial is followed back over its verb to the nearest noun
 * that the verb has by a particle fit for it.
 *
 * <ul>
 *   <li>ない and なし right behind a noun or its が, は, も, の deny the noun: 帽子のない男, 帽子なしの男, 車ではない.
 *   <li>Verbs of being and of being seen deny their subject: 人はいません, 車が見えない, 人も車もいない.
 *   <li>Other verbs deny their object: 帽子をかぶっていない. Without one, they are denied themselves: 車が動いていない.
 *   <li>Adjectives are denied themselves: 赤くない車.
 *   <li>Only, questions, guesses and changes deny nothing: 男しかいない, 車だけでなく, いませんか, かもしれない, 見えなくなる.
 * </ul>
 *
 * <p>Adjectives, colours and nouns of a compound before the denied noun are denied as its adjectives. Costs at most the square of the clause's length, which the
 * caller bounds.
 */
final class JapaneseClause {

    /** What becomes of a word. */
    enum Role {
        PLAIN,
        DENIED,
        DENIED_MODIFIER,
        /** The word is the denial, or a verb that says no more than it. */
        TAKEN_OUT
    }

    private static final Set<String> OF_BEING = Set.of("が", "は", "も", "を", "さえ", "すら");
    private static final Set<String> OF_WEARING = Set.of("を", "は", "も");
    private static final Set<String> OF_DOING = Set.of("を");

    private static final int NONE = -1;

    private final List<JapaneseWord> words;
    private final Role[] roles;

    /** @param words of one clause, punctuation left out and spaces not */
    JapaneseClause(List<JapaneseWord> words) {
        this.words = words;
        this.roles = new Role[words.size()];
        Arrays.fill(roles, Role.PLAIN);
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).isDenial() && !lifted(i)) {
                deny(i);
            }
        }
    }

    Role role(int i) {
        return roles[i];
    }

    /** Questions, changes and conditions: いませんか, 見えなくなる, なければ. */
    private boolean lifted(int denial) {
        int next = denial + 1;
        while (next < words.size() && words.get(next).isAuxiliary()) {
            next++;
        }
        return next < words.size() && words.get(next).isOneOf("か", "なる", "ば", "かも");
    }

    private void deny(int denial) {
        int end = behindAuxiliaries(denial - 1);
        if (end == NONE) {
            return;
        }
        JapaneseWord word = words.get(end);
        if (word.isVerb()) {
            denyVerb(end, denial);
        } else if (word.isAdjective() && !word.isDenial()) {
            roles[end] = Role.DENIED;
            roles[denial] = Role.TAKEN_OUT;
        } else if (saysWhatItIs(end)) {
            denyNoun(beforeCopula(end), denial);
        } else if (word.isNoun()) {
            denyNoun(end, denial);
        } else if (word.isOneOf("の")) {
            denyNoun(before(end), denial);
        } else if (word.isParticle() && argument(end, OF_BEING) != Found.NOTHING) {
            roles[denial] = Role.TAKEN_OUT;
        }
    }

    /** Goes back over ている, られる, ます, and は between them: かぶってはいない. */
    private int behindAuxiliaries(int from) {
        int i = before(from + 1);
        while (i != NONE) {
            JapaneseWord word = words.get(i);
            boolean inside = word.isAuxiliary() && !word.isCopula() || word.isConjunctive();
            boolean stressed = word.isOneOf("は", "も")
                    && i > 0
                    && (words.get(i - 1).isConjunctive() || words.get(i - 1).isAdjective());
            if (!inside && !stressed) {
                return i;
            }
            i = before(i);
        }
        return NONE;
    }

    private boolean saysWhatItIs(int end) {
        return beforeCopula(end) != end;
    }

    /** @return the word that では, でも, で or じゃ ending here stands behind; the same place if none ends here */
    private int beforeCopula(int end) {
        JapaneseWord word = words.get(end);
        if (word.isOneOf("じゃ", "で") || word.isCopula()) {
            return before(end);
        }
        boolean stressed = word.isOneOf("は", "も") && end > 0;
        return stressed
                        && (words.get(end - 1).isOneOf("で")
                                || words.get(end - 1).isCopula())
                ? before(end - 1)
                : end;
    }

    private void denyNoun(int end, int denial) {
        if (end != NONE
                && words.get(end).isNoun()
                && !JapaneseVocabulary.HEDGES.contains(words.get(end).base())
                && thing(end) != NONE) {
            roles[denial] = Role.TAKEN_OUT;
        }
    }

    private void denyVerb(int verb, int denial) {
        int first = firstOfPredicate(verb);
        String predicate = words.get(first).base();
        if (JapaneseVocabulary.HEDGES.contains(predicate)) {
            return;
        }
        switch (argument(before(first), nounsOf(predicate))) {
            case DENIED -> Arrays.fill(roles, first, denial + 1, Role.TAKEN_OUT);
            case NOTHING -> {
                if (!JapaneseVocabulary.isCommon(words.get(first))) {
                    roles[first] = Role.DENIED;
                    roles[denial] = Role.TAKEN_OUT;
                }
            }
            case LIMITED -> {}
        }
    }

    private static Set<String> nounsOf(String predicate) {
        if (JapaneseVocabulary.BEING.contains(predicate)) {
            return OF_BEING;
        }
        return JapaneseVocabulary.WEARING.contains(predicate) ? OF_WEARING : OF_DOING;
    }

    /** 着用 of 着用しない; 見る of 見ることができない. */
    private int firstOfPredicate(int verb) {
        if (!words.get(verb).isOneOf("する", "できる", "出来る")) {
            return verb;
        }
        if (verb > 2 && words.get(verb - 1).isParticle() && words.get(verb - 2).isOneOf("こと", "事")) {
            return words.get(verb - 3).isVerb() ? firstOfPredicate(verb - 3) : verb;
        }
        return verb > 0 && words.get(verb - 1).isVerbalNoun() ? verb - 1 : verb;
    }

    private enum Found {
        DENIED,
        /** しか: there is this and no other. */
        LIMITED,
        NOTHING
    }

    /** Goes back over nouns with their particles to the nearest that the predicate can deny, and denies it with those listed before it. */
    private Found argument(int from, Set<String> fit) {
        boolean nearest = true;
        for (int end = from; end != NONE; nearest = false) {
            int noun = end;
            while (noun >= 0 && words.get(noun).isParticle()) {
                noun--;
            }
            if (noun < 0 || !words.get(noun).isNoun()) {
                return Found.NOTHING;
            }
            String particle = noun == end ? "" : words.get(noun + 1).base();
            if (particle.equals("しか") || words.get(end).isOneOf("しか")) {
                return Found.LIMITED;
            }
            int begin = beginOfNoun(noun);
            if (!isCount(begin, noun)) {
                boolean right = particle.isEmpty() || particle.equals("の") ? nearest : fit.contains(particle);
                if (right) {
                    return thingsListed(noun, particle) ? Found.DENIED : Found.NOTHING;
                }
                if (particle.isEmpty()) {
                    return Found.NOTHING;
                }
                begin = beginOfModifiers(begin);
            }
            end = before(begin);
        }
        return Found.NOTHING;
    }

    /** 一台: how many, not what. */
    private boolean isCount(int begin, int end) {
        return words.subList(begin, end + 1).stream().allMatch(JapaneseWord::isCount);
    }

    /** Denies a noun, and those before it that stand in a row with it: 人や車が, 人も車も. */
    private boolean thingsListed(int noun, String particle) {
        int begin = thing(noun);
        boolean found = begin != NONE;
        while (begin > 1
                && words.get(begin - 2).isNoun()
                && (words.get(begin - 1).isListing()
                        || particle.equals("も") && words.get(begin - 1).isOneOf("も"))) {
            begin = thing(begin - 2);
        }
        return found;
    }

    /**
     * Denies the thing that a noun ends.
     *
     * @return where it begins, adjectives included; {@link #NONE} if the noun says nothing
     */
    private int thing(int end) {
        int begin = beginOfNoun(end);
        int head = end;
        while (head >= begin && JapaneseVocabulary.isCommon(words.get(head))) {
            head--;
        }
        if (head < begin) {
            return NONE;
        }
        boolean seenBy = head == begin
                && JapaneseVocabulary.APPEARANCES.contains(words.get(head).base())
                && begin > 1
                && words.get(begin - 1).isOneOf("の")
                && words.get(begin - 2).isNoun();
        if (seenBy) {
            roles[head] = Role.TAKEN_OUT;
            return thing(begin - 2);
        }
        Arrays.fill(roles, begin, head, Role.DENIED_MODIFIER);
        roles[head] = Role.DENIED;
        int first = beginOfModifiers(begin);
        for (int i = first; i < begin; i++) {
            if (isModifier(i)) {
                roles[i] = Role.DENIED_MODIFIER;
            }
        }
        return first;
    }

    /** Nouns in a row are one: 交通標識. */
    private int beginOfNoun(int end) {
        int begin = end;
        while (begin > 0 && words.get(begin - 1).isNoun()) {
            begin--;
        }
        return begin;
    }

    /** Goes back over the adjectives of a thing: 赤と白の帽子, 赤くて大きい車. */
    private int beginOfModifiers(int thing) {
        int begin = thing;
        while (true) {
            int word = before(begin);
            if (word != NONE && isLink(words.get(word))) {
                word = before(word);
            }
            if (word != NONE && words.get(word).isColourSuffix()) {
                word = before(word);
            }
            if (word == NONE || !isModifier(word)) {
                return begin;
            }
            begin = word;
        }
    }

    /** What stands between an adjective and its noun, or between two adjectives of it: 赤の, 真っ赤な, 赤と白の, 赤くて. */
    private static boolean isLink(JapaneseWord word) {
        return word.isOneOf("の", "と", "や") || word.isCopula() || word.isConjunctive();
    }

    private boolean isModifier(int i) {
        JapaneseWord word = words.get(i);
        return word.isAdjective() && !word.isDenial()
                || word.isAdnominal()
                || word.isNominalAdjective()
                        && i + 1 < words.size()
                        && words.get(i + 1).isCopula()
                || JapaneseVocabulary.colour(word) != 0;
    }

    /** @return the word before this one that is no space and no adverb */
    private int before(int i) {
        int word = i - 1;
        while (word >= 0 && (words.get(word).isSpace() || words.get(word).isAdverb())) {
            word--;
        }
        return Math.max(word, NONE);
    }

    /** @return the {@link WordClass} of a word: a colour belongs to the noun behind it (赤い車) or, at the end, to the one before (車は赤い) */
    int wordClass(int i) {
        if (!isModifier(i)) {
            return 0;
        }
        int colour = JapaneseVocabulary.colour(words.get(i));
        if (colour == 0 || standsBeforeThing(i)) {
            return WordClass.MODIFIER | colour;
        }
        int subject = before(i);
        return subject != NONE && words.get(subject).isOneOf("は", "が") ? colour | WordClass.BEHIND : WordClass.MODIFIER;
    }

    private boolean standsBeforeThing(int i) {
        int next = i + 1;
        while (next < words.size()
                && (words.get(next).isSpace() || words.get(next).isColourSuffix())) {
            next++;
        }
        if (next < words.size() && isLink(words.get(next))) {
            next++;
        }
        return next < words.size()
                && (words.get(next).isNoun()
                        || words.get(next).isAdnominal()
                        || words.get(next).isAdjective() && !words.get(next).isDenial());
    }
}
