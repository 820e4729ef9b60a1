package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;

/** Which of a query's wanted words the captions of an index hold, told from the words' postings: the captions need not be analysed again. */
final class HeldWords {

    private final Map<Integer, Set<String>> held = new HashMap<>();

    private HeldWords() {}

    /**
     * Looks at some documents.
     *
     * @param field the field of the captions' terms
     * @param documents numbers of documents within the reader, ascending
     */
    static HeldWords in(IndexReader reader, CaptionQuery query, String field, int[] documents) throws IOException {
        HeldWords words = new HeldWords();
        List<LeafReaderContext> leaves = reader.leaves();
        for (int from = 0; from < documents.length; ) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(documents[from], leaves));
            int to = from;
            while (to < documents.length
                    && documents[to] < leaf.docBase + leaf.reader().maxDoc()) {
                to++;
            }
            for (CaptionQuery.Word word : query.wanted()) {
                PostingsEnum postings = leaf.reader().postings(new Term(field, word.term()), PostingsEnum.NONE);
                if (postings != null) {
                    words.note(word.term(), postings, leaf.docBase, documents, from, to);
                }
            }
            from = to;
        }
        return words;
    }

    private void note(String term, PostingsEnum postings, int base, int[] documents, int from, int to)
            throws IOException {
        for (int i = from; i < to; i++) {
            int number = documents[i] - base;
            int at = postings.docID() < number ? postings.advance(number) : postings.docID();
            if (at == number) {
                held.computeIfAbsent(documents[i], document -> new HashSet<>()).add(term);
            }
        }
    }

    /** @return the wanted terms that a document's caption holds and does not deny */
    Set<String> of(int document) {
        return held.getOrDefault(document, Set.of());
    }
}
