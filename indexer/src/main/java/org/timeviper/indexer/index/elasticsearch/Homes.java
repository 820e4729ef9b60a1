package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ExpandWildcard;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.timeviper.indexer.index.IndexUnavailable;

/**
 * The indices of one archive and the names they go by. Searches go through one alias; behind it stands one index of a numbered row. A new one is written under an alias
 * of its own until it takes the other's place, in one step. Nothing is ever written to a name that is not an alias, so that a lost index is not made again by
 * accident, without its mapping.
 */
final class Homes {

    private final ClusterConnection cluster;
    private final IndexDefinition definition;
    private final String alias;

    /**
     * One index.
     *
     * @param name its own name
     * @param alias the alias that it is searched and written through
     * @param staleness why it has to be filled from the library; empty if it has not
     */
    record Home(String name, String alias, Optional<String> staleness) {

        Home sound() {
            return new Home(name, alias, Optional.empty());
        }
    }

    Homes(ClusterConnection cluster, IndexDefinition definition, String alias) {
        this.cluster = cluster;
        this.definition = definition;
        this.alias = alias;
    }

    /** The alias that searches go through once an index is complete. */
    String alias() {
        return alias;
    }

    /** Finds the index that serves, or makes an empty one where there is none or where it is of no use to this version. */
    Home find() {
        Map<String, TypeMapping> present = indices();
        Optional<String> served = served();
        if (served.isEmpty()) {
            return create(next(present), alias, "there is none yet");
        }
        TypeMapping mapping = present.get(served.get());
        Optional<String> mismatch = mapping == null
                ? Optional.of("the name " + alias + " belongs to the index " + served.get() + ", which is none of ours")
                : definition.mismatch(mapping);
        if (mismatch.isEmpty()) {
            boolean complete = IndexDefinition.complete(mapping);
            return new Home(
                    served.get(),
                    alias,
                    complete ? Optional.empty() : Optional.of("its last rebuild was not finished"));
        }
        return underWay(present)
                .map(name -> new Home(name, buildAlias(name), mismatch))
                .orElseGet(() -> create(next(present), buildAlias(next(present)), mismatch.get()));
    }

    /** Another process of this version may be writing the index that is wanted: the work is shared. */
    private Optional<String> underWay(Map<String, TypeMapping> present) {
        return present.entrySet().stream()
                .filter(index -> definition.mismatch(index.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .reduce((first, second) -> second);
    }

    /** Makes an empty index beside the one that serves. */
    Home begin() {
        String name = next(indices());
        return create(name, buildAlias(name), "its rebuild is under way");
    }

    /** Lets an index take the place of all others, in one step. */
    Home serve(Home home) {
        note(home, true);
        List<String> others = indices().keySet().stream()
                .filter(name -> !name.equals(home.name()))
                .toList();
        cluster.send("put the new index in the old one's place", client -> client.indices()
                .updateAliases(update -> {
                    update.actions(
                            action -> action.add(add -> add.index(home.name()).alias(alias)));
                    others.forEach(
                            other -> update.actions(action -> action.removeIndex(remove -> remove.index(other))));
                    return update;
                }));
        return new Home(home.name(), alias, Optional.empty());
    }

    /** Takes back an index that was begun and is not wanted. */
    void drop(Home home) {
        cluster.send("drop an unfinished index", client -> client.indices()
                .delete(delete -> delete.index(home.name()).ignoreUnavailable(true)));
    }

    /** Notes in the index whether it holds all of the library. */
    void note(Home home, boolean complete) {
        cluster.send("note how complete it is", client -> client.indices()
                .putMapping(mapping -> mapping.index(home.name()).meta(definition.note(complete))));
    }

    private Home create(String name, String through, String why) {
        try {
            cluster.send("make an index", client -> client.indices().create(definition.create(name, through, false)));
        } catch (IndexUnavailable e) {
            boolean made = e.getCause() instanceof ElasticsearchException refused
                    && "resource_already_exists_exception"
                            .equals(refused.error().type());
            if (!made) {
                throw e;
            }
        }
        return new Home(name, through, Optional.of(why));
    }

    private Optional<String> served() {
        try {
            return cluster
                    .send("look for its index", client -> client.indices().getAlias(get -> get.name(alias)))
                    .aliases()
                    .keySet()
                    .stream()
                    .findFirst();
        } catch (IndexUnavailable e) {
            if (ClusterConnection.status(e) == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Our indices with their mappings, in the order of their numbers. */
    private Map<String, TypeMapping> indices() {
        Map<String, TypeMapping> found = new TreeMap<>();
        cluster.send("look for its indices", client -> client.indices()
                        .getMapping(get ->
                                get.index(alias + "-0*").allowNoIndices(true).expandWildcards(ExpandWildcard.Open)))
                .mappings()
                .forEach((name, index) -> found.put(name, index.mappings()));
        return found;
    }

    private String next(Map<String, TypeMapping> present) {
        int last = present.keySet().stream()
                .map(name -> name.substring(alias.length() + 1))
                .filter(number -> number.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
        return String.format(Locale.ROOT, "%s-%06d", alias, last + 1);
    }

    private static String buildAlias(String name) {
        return name + "-build";
    }
}
