package org.timeviper.indexer.export.format;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** XML laid out to be read, an element a line. Attributes that are null are left out. */
final class XmlText {

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;
    private int depth;

    /** @param doctype the document type declaration */
    XmlText(String doctype) {
        try {
            xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeDTD(doctype);
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    /** Begins an element. */
    void open(String name, String... attributes) {
        try {
            indent();
            xml.writeStartElement(name);
            attributes(attributes);
            depth++;
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    /** Ends the element that was begun last. */
    void close() {
        try {
            depth--;
            indent();
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    /** Writes an element without content. */
    void empty(String name, String... attributes) {
        try {
            indent();
            xml.writeEmptyElement(name);
            attributes(attributes);
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    /** Writes an element of text. */
    void text(String name, String content) {
        try {
            indent();
            xml.writeStartElement(name);
            xml.writeCharacters(content);
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    private void indent() throws XMLStreamException {
        xml.writeCharacters("\n" + "    ".repeat(depth));
    }

    private void attributes(String... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                xml.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
    }

    /** @return the document */
    String document() {
        try {
            xml.writeEndDocument();
            xml.flush();
            return text + "\n";
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    private static IllegalStateException unwritable(XMLStreamException e) {
        return new IllegalStateException("Markers cannot be written as XML", e);
    }
}
