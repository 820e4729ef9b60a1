package org.timeviper.indexer.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

class ShardTest {

    @Property(tries = 200)
    void partsAreTheWholeAndNoFilmIsInTwo(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int count) {
        Random random = new Random(seed);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < random.nextInt(60); i++) {
            Footage footage = new Footage(Path.of("film" + random.nextInt(12)), Optional.empty());
            items.add(new Item.Open("i" + i, footage, ItemGroups.NONE, "What?", List.of("this")));
        }
        List<Item> together = new ArrayList<>();
        List<Path> films = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            List<Item> part = new Shard(number, count).part(items);
            assertEquals(part, items.stream().filter(part::contains).toList(), "the order is kept");
            together.addAll(part);
            films.addAll(part.stream().map(item -> item.footage().file()).collect(Collectors.toSet()));
        }
        together.sort(Comparator.comparing(items::indexOf));
        assertEquals(items, together);
        assertEquals(films.size(), films.stream().distinct().count());
    }

    @Test
    void filmsAreSpreadEvenly() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Footage footage = new Footage(Path.of("film" + i), Optional.empty());
            items.add(new Item.Open("i" + i, footage, ItemGroups.NONE, "What?", List.of("this")));
        }
        assertEquals(3, new Shard(2, 4).part(items).size());
    }

    @Test
    void aPartIsReadAsItIsWritten() {
        assertEquals(new Shard(2, 8), Shard.parse("2/8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "0/8", "9/8", "-1/8", "1/0", "2/8/9", "a/b", "1/99999999999"})
    void whatIsNoPartIsRefused(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));
        assertTrue(refused.getMessage().contains("part"), refused.getMessage());
    }
}
