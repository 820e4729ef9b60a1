package org.timeviper.indexer.evaluation.dataset;

/** Ends the making of an item from an annotation that cannot be used. Never leaves this package. */
final class Rejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient UnusableAnnotation annotation;

    Rejected(UnusableAnnotation annotation) {
        super(annotation.toString(), null, false, false);
        this.annotation = annotation;
    }

    UnusableAnnotation annotation() {
        return annotation;
    }
}
