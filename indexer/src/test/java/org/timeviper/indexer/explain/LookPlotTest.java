package org.timeviper.indexer.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.explain.LayerProfile;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LookPlotTest {

    private static final String DARKEST = LookPlot.colour(1);

    private final List<Double> shown = new ArrayList<>();

    private Document plot(Explained explained) throws Exception {
        String svg = LookPlot.of(explained, second -> {
            shown.add(second);
            return new byte[] {1, 2, 3};
        });
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> all(Document plot, String name) {
        NodeList found = plot.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<String> texts(Document plot) {
        return all(plot, "text").stream().map(Element::getTextContent).toList();
    }

    @Test
    void theSecondThatALayerLooksAtIsDarkAndItsFrameIsShown() throws Exception {
        Document plot = plot(Looks.explained(
                "What is seen?",
                "A boat.",
                Looks.layer(0, LayerKind.MAMBA, .1f, .1f, .1f, .1f, .1f, .1f, .1f, .1f),
                Looks.layer(3, LayerKind.ATTENTION, 0, 0, 0, 0, 0, .3f, 0, 0)));
        assertEquals(List.of(5.0), shown);
        assertEquals(1, all(plot, "image").size());
        List<Element> dark = all(plot, "rect").stream()
                .filter(rect -> rect.getAttribute("fill").equals(DARKEST))
                .filter(rect -> number(rect, "width") > 20)
                .toList();
        assertEquals(1, dark.size());
        assertEquals(150 + 680 * 5 / 8.0, number(dark.getFirst(), "x"), 0.01);
        List<String> texts = texts(plot);
        for (String text : List.of(
                "What is seen?",
                "A boat.",
                "layer 0 · Mamba",
                "layer 3 · attention",
                "80 %",
                "30 %",
                "1 sink",
                "0:05.0–0:06.0",
                "100 % of the look",
                "0:04")) {
            assertTrue(texts.contains(text), () -> text + " is not among " + texts);
        }
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void nothingThatIsAskedOrAnsweredBecomesMarkup() throws Exception {
        String hostile = "</text><script>alert(1)</script> \"&\u0000\u0008 \ud800 é 東京";
        Document plot = plot(Looks.explained(hostile, hostile, Looks.layer(0, LayerKind.ATTENTION, .1f, .1f)));
        assertEquals(0, all(plot, "script").size());
        assertTrue(texts(plot).contains("</text><script>alert(1)</script> \"& é 東京"), texts(plot)::toString);
    }

    @Test
    void anEvenLookShowsNoFrameAndSaysSo() throws Exception {
        Document plot = plot(Looks.explained("What?", "Nothing.", Looks.layer(0, LayerKind.ATTENTION, .1f, .1f, .1f)));
        assertEquals(List.of(), shown);
        assertTrue(texts(plot).contains("It looked at all frames about alike: no second stands out."));
    }

    @Test
    void aModelWithoutAttentionIsReadByItsMambaLayers() throws Exception {
        plot(Looks.explained("What?", "A boat.", Looks.layer(0, LayerKind.MAMBA, .1f, .0f, .0f, .6f)));
        assertEquals(List.of(3.0), shown);
    }

    @Test
    void aTransformerHasNoKeyOfMambaLayers() throws Exception {
        Document transformer =
                plot(Looks.explained("What?", "A boat.", Looks.layer(0, LayerKind.ATTENTION, .1f, .0f, .0f, .6f)));
        assertTrue(texts(transformer).contains("attention layers"), texts(transformer)::toString);
        assertFalse(texts(transformer).contains("Mamba layers"), texts(transformer)::toString);
        Document hybrid = plot(Looks.explained(
                "What?",
                "A boat.",
                Looks.layer(0, LayerKind.MAMBA, .1f, .0f, .0f, .6f),
                Looks.layer(1, LayerKind.ATTENTION, .1f, .0f, .0f, .6f)));
        assertTrue(texts(hybrid).contains("Mamba layers"), texts(hybrid)::toString);
    }

    @Test
    void aLongFilmOfManyLayersIsStillAPictureOfBoundedSize() throws Exception {
        float[] frames = new float[10_000];
        Arrays.fill(frames, 1e-5f);
        frames[7_000] = .5f;
        LayerProfile[] layers = IntStream.range(0, 31)
                .mapToObj(i -> Looks.layer(i, LayerKind.ATTENTION, frames))
                .toArray(LayerProfile[]::new);
        Document plot = plot(Looks.explained("What? ".repeat(300), "Much. ".repeat(300), layers));
        assertTrue(all(plot, "rect").size() < 31 * 405 + 200);
        Element root = plot.getDocumentElement();
        assertTrue(number(root, "height") < 1400, root.getAttribute("height"));
        assertTrue(texts(plot).stream().anyMatch(text -> text.endsWith("…")));
        assertTrue(texts(plot).stream().allMatch(text -> text.length() < 220));
    }
}
