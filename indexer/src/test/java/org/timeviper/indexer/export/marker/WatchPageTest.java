package org.timeviper.indexer.export.marker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchPageTest {

    private static final Film FILM = Films.film("boat.mp4", Films.R25, null, 1000);
    private static final FrameSpan SPAN = new FrameSpan(312, 350);

    /** What leads to the moment, and what leads to the film. */
    @ParameterizedTest
    @CsvSource({
        "https://a.example/watch/{video}?t={start}, https://a.example/watch/ID?t=12.48, https://a.example/watch/ID",
        "http://a.example:81/?v={video}&t={start}&x=1, http://a.example:81/?v=ID&t=12.48&x=1, http://a.example:81/?v=ID&x=1",
        "https://a.example/?t={start}&e={end}&v={video}, https://a.example/?t=12.48&e=14&v=ID, https://a.example/?v=ID",
        "https://a.example/w/{video}?a=1#{fragment}, 'https://a.example/w/ID?a=1#t=12.48,14', https://a.example/w/ID?a=1",
        "https://a.example/w/{video}/{start}#top, https://a.example/w/ID/12.48#top, https://a.example/w/ID/0#top",
        "https://a.example/#/w/{video}?t={start}, https://a.example/#/w/ID?t=12.48, https://a.example/#/w/ID?t=0"
    })
    void aFormIsFilledForAMomentAndForTheFilm(String form, String moment, String whole) {
        WatchPage page = WatchPage.read(form).orElseThrow();
        assertEquals(moment.replace("ID", FILM.id()), page.at(FILM, SPAN));
        assertEquals(whole.replace("ID", FILM.id()), page.of(FILM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://a.example/watch/?t={start}",
                "https://a.example/watch/{video}",
                "https://a.example/watch/{video}?t={end}",
                "https://a.example/watch/{video}?t={start}&x={frame}",
                "https://a.example/watch/{video}?t={start",
                "/watch/{video}?t={start}",
                "javascript:alert('{video}{start}')",
                "ftp://a.example/{video}?t={start}",
                "https:///{video}?t={start}",
                "https://a b/{video}?t={start}"
            })
    void whatIsNoFormIsNotTaken(String form) {
        assertTrue(WatchPage.read(form).isEmpty());
    }

    @Test
    void withoutOneTheServicesOwnPagePlaysTheMoment() {
        assertEquals(
                "https://archive.example/search/?video=" + FILM.id() + "&t=12.48",
                new Addresses(Films.ADDRESS).page().at(FILM, SPAN));
    }
}
