package org.timeviper.search.lucene;

/**
 * A word of a Japanese sentence.
 *
 * @param base its basic form
 * @param partOfSpeech by the IPA dictionary's scheme: 名詞-一般, 助詞-係助詞 …
 */
record JapaneseWord(String base, String partOfSpeech) {

    private boolean is(String kind) {
        return partOfSpeech.startsWith(kind);
    }

    boolean isSpace() {
        return is("記号-空白");
    }

    boolean isNoun() {
        return is("名詞");
    }

    /** 一, 台: a number, or what it counts by. */
    boolean isCount() {
        return is("名詞-数") || is("名詞-接尾-助数詞");
    }

    /** 着用, which する makes a verb. */
    boolean isVerbalNoun() {
        return is("名詞-サ変接続");
    }

    /** 色 in オレンジ色, which adds nothing to the colour. */
    boolean isColourSuffix() {
        return is("名詞-接尾") && base.equals("色");
    }

    boolean isVerb() {
        return is("動詞-自立");
    }

    /** 赤い. */
    boolean isAdjective() {
        return is("形容詞-自立");
    }

    /** 大きな: stands before nouns only. */
    boolean isAdnominal() {
        return is("連体詞");
    }

    /** 静か of 静かな. */
    boolean isNominalAdjective() {
        return is("名詞-形容動詞語幹");
    }

    boolean isAdverb() {
        return is("副詞");
    }

    /** て of かぶって. */
    boolean isConjunctive() {
        return is("助詞-接続助詞");
    }

    /** Says what the noun before it is to the sentence, or limits it: が, を, に, は, も, の, や, しか …. */
    boolean isParticle() {
        return is("助詞") && !isConjunctive();
    }

    /** や, と between nouns. */
    boolean isListing() {
        return is("助詞-並立助詞") || is("助詞") && (base.equals("や") || base.equals("か"));
    }

    /** だ, in whatever form: な, で. */
    boolean isCopula() {
        return is("助動詞") && base.equals("だ");
    }

    /** What may stand between a verb and its denial: ます, いる of かぶっている, られる. */
    boolean isAuxiliary() {
        return is("助動詞") || is("動詞-非自立") || is("動詞-接尾");
    }

    /** ない, ぬ and their kin, in whatever form: なし, なく, ず, ん. */
    boolean isDenial() {
        return switch (base) {
            case "ない", "無い" -> is("助動詞") || is("形容詞");
            case "ぬ", "ん" -> is("助動詞");
            case "なし", "無し" -> is("名詞-接尾") || is("形容詞");
            default -> false;
        };
    }

    boolean isOneOf(String... bases) {
        for (String candidate : bases) {
            if (base.equals(candidate)) {
                return true;
            }
        }
        return false;
    }
}
