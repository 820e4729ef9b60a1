package org.timeviper.search.lucene;

import org.apache.lucene.util.AttributeImpl;
import org.apache.lucene.util.AttributeReflector;

/** Keeps the passage of a token. */
final class PassageOfToken extends AttributeImpl implements PassageAttribute {

    private TimeSpan span;
    private int number;

    @Override
    public TimeSpan span() {
        return span;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public void setPassage(TimeSpan span, int number) {
        this.span = span;
        this.number = number;
    }

    @Override
    public void clear() {
        setPassage(null, 0);
    }

    @Override
    public void copyTo(AttributeImpl target) {
        ((PassageAttribute) target).setPassage(span, number);
    }

    @Override
    public void reflectWith(AttributeReflector reflector) {
        reflector.reflect(PassageAttribute.class, "startMillis", span == null ? null : span.startMillis());
        reflector.reflect(PassageAttribute.class, "endMillis", span == null ? null : span.endMillis());
        reflector.reflect(PassageAttribute.class, "number", number);
    }
}
