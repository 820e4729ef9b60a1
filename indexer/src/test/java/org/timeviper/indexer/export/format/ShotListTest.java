package org.timeviper.indexer.export.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Films;
import org.timeviper.indexer.export.marker.MarkerList;

/** The shot list, as Commons CSV reads it. */
class ShotListTest {

    private static List<CSVRecord> rows(MarkerList list) throws IOException {
        String text = new String(ExportFormat.CSV.write(list), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("\uFEFFnumber,"), text);
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(text.substring(1)))
                .getRecords();
    }

    @Test
    void aRowHasFramesTimecodesAndSeconds() throws IOException {
        Film film = Films.film("boat.mov", Films.R29_97, "01:00:00;00", 3000);
        CSVRecord row = rows(Films.whole(film, Films.scene(film, 1, 1800, "the \"sea\", calm")))
                .getFirst();
        assertEquals("boat.mov", row.get("video"));
        assertEquals("the \"sea\", calm", row.get("label"));
        assertEquals("01:00:00;01", row.get("start timecode"));
        assertEquals("01:01:00;02", row.get("end timecode"));
        assertEquals("1", row.get("start frame"));
        assertEquals("1799", row.get("frames"));
        assertEquals("0.034", row.get("start seconds"));
        assertEquals("60.060", row.get("end seconds"));
        assertEquals("30000/1001", row.get("frame rate"));
        assertEquals("BOAT", row.get("reel"));
        assertEquals("0.800", row.get("confidence"));
    }

    @Test
    void timecodesAreThoseThatEditingSystemsCount() throws IOException {
        Film film = Films.film("half.mov", Films.R12_5, "01:00:00:00", 3000);
        CSVRecord row =
                rows(Films.whole(film, Films.scene(film, 13, 125, "the sea"))).getFirst();
        assertEquals("13", row.get("start frame"));
        assertEquals("1.040", row.get("start seconds"));
        assertEquals("01:00:01:01", row.get("start timecode"));
        assertEquals("01:00:10:00", row.get("end timecode"));
        assertEquals("25/2", row.get("frame rate"));
    }

    @Test
    void hostileLabelsAreOneCellEachAndNoFormula() throws IOException {
        MarkerList list = Films.hostile(Films.R25);
        List<CSVRecord> rows = rows(list);
        assertEquals(list.markers().size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            String label = rows.get(i).get("label");
            assertFalse(label.matches("[=+@＝＋－＠-].*"), label);
            assertEquals(list.markers().get(i).label().text().replace("'", ""), label.replace("'", ""));
        }
    }

    /** Wherever a spreadsheet may part cells: at commas, at semicolons, and within quotes that are none to it. */
    @Test
    void noPieceOfALabelIsAFormula() {
        String text = new String(ExportFormat.CSV.write(Films.hostile(Films.R29_97)), StandardCharsets.UTF_8);
        for (String piece : text.split("[,;\r\n]")) {
            assertFalse(piece.replaceFirst("^[\\s\"]+", "").matches("[=+@＝＋－＠-].*"), piece);
        }
        assertTrue(text.contains("\"a;'=1+1; '+2, '@SUM(1);\"\"'-3\"\";'－4\""), text);
    }

    /** It parts no cell for a spreadsheet that parts them at semicolons. */
    @Test
    void aDropFrameTimecodeStandsInQuotesAndIsElseAsItIs() {
        Film film = Films.film("boat.mov", Films.R29_97, "01:00:00;00", 3000);
        String text = new String(
                ExportFormat.CSV.write(Films.whole(film, Films.scene(film, 1, 2, "the sea"))), StandardCharsets.UTF_8);
        assertTrue(text.contains(",scene,the sea,\"01:00:00;01\",\"01:00:00;02\",1,2,1,"), text);
    }

    @Test
    void aSelectionKeepsItsOrder() throws IOException {
        Film film = Films.film("a.mp4", Films.R25, null, 1000);
        List<CSVRecord> rows =
                rows(Films.selection("s", Films.chosen(film, 500, 600, "late"), Films.chosen(film, 0, 10, "early")));
        assertEquals(
                List.of("late", "early"),
                rows.stream().map(row -> row.get("label")).toList());
        assertEquals("", rows.getFirst().get("confidence"));
    }
}
