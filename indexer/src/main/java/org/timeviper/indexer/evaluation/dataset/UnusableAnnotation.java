package org.timeviper.indexer.evaluation.dataset;

/**
 * An annotation that makes no item.
 *
 * @param place where it stands
 * @param field what is wrong with it; empty if it is wrong as a whole
 * @param problem the rest of a sentence, for example {@code is missing}
 */
public record UnusableAnnotation(Place place, String field, String problem) {

    @Override
    public String toString() {
        String told = place + ": " + (field.isEmpty() ? "it " : "the field '" + field + "' ") + problem;
        return told.replaceAll("\\p{Cntrl}", " ");
    }
}
