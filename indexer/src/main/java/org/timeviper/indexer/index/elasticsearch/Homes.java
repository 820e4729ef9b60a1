package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.ExpandWildcard;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch.indices.get_alias.IndexAliases;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.index.IndexUnavailable;

/**
 * The indices of one archive and the names they go by. Searches go through one alias; behind it stands one index of a numbered row. A new one is written under an alias
 * of its own until it takes the other's place, in one step; it keeps that alias, for processes that still write it. Nothing is ever written to a name that is not an
 * alias, so that a lost index is not made again by accident, without its mapping.
 */
final class Homes {

    private static final Logger LOG = LoggerFactory.getLogger(Homes.class);

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

        boolean sound() {
            return staleness.isEmpty();
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
        TreeMap<String, TypeMapping> present = indices();
        Optional<String> served = served();
        if (served.isEmpty()) {
            return shared(next(present), alias, "there is none yet");
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
                .orElseGet(() -> shared(next(present), buildAlias(next(present)), mismatch.get()));
    }

    /**
     * Looks after an index that was found before: somebody may have deleted it, or put another in its place. A newer version of this service that has put its own there
     * is not fought: this process goes on with what it can read of it, until it is replaced as well.
     */
    Home lookAgain(Home known) {
        Map<String, TypeMapping> present = indices();
        Optional<String> served = served();
        boolean serves = known.alias().equals(alias);
        if (present.containsKey(known.name()) && serves == served.equals(Optional.of(known.name()))) {
            return serves && IndexDefinition.complete(present.get(known.name())) != known.sound() ? find() : known;
        }
        boolean superseded = known.sound()
                && served.map(present::get).flatMap(definition::mismatch).isPresent();
        return superseded ? known : find();
    }

    /**
     * The indices of this version, the one that serves and those that are written beside it: what changes must change in all of them.
     *
     * @param written the names of those that have a change already
     * @return of the others, the alias that each is written through, by its name
     */
    Map<String, String> besides(Set<String> written) {
        Map<String, IndexAliases> aliases = cluster.send("look for other indices to write", client -> client.indices()
                        .getAlias(get -> get.index(ours())
                                .name(alias, alias + "-0*-build")
                                .allowNoIndices(true)))
                .aliases();
        Map<String, String> others = new TreeMap<>();
        aliases.forEach(
                (name, index) -> others.put(name, index.aliases().containsKey(alias) ? alias : buildAlias(name)));
        others.keySet().removeAll(written);
        if (!others.isEmpty()) {
            Map<String, TypeMapping> present = indices();
            others.keySet()
                    .removeIf(name -> !present.containsKey(name)
                            || definition.mismatch(present.get(name)).isPresent());
        }
        return others;
    }

    /** Another process of this version may be writing the index that is wanted: the work is shared. */
    private Optional<String> underWay(Map<String, TypeMapping> present) {
        return present.entrySet().stream()
                .filter(index -> definition.mismatch(index.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .reduce((first, second) -> second);
    }

    /** Makes an empty index beside the one that serves, which nobody else fills. */
    Home begin() {
        String name = next(indices());
        while (!created(name, buildAlias(name))) {
            name = next(name);
        }
        return new Home(name, buildAlias(name), Optional.of("its rebuild is under way"));
    }

    /** Lets an index take the place of all others, in one step. Of an index that is none of ours, only the name is taken. */
    Home serve(Home home) {
        note(home, true);
        Set<String> others = new TreeSet<>(indices().keySet());
        others.remove(home.name());
        Optional<String> foreign =
                served().filter(name -> !name.equals(home.name())).filter(name -> !others.contains(name));
        cluster.send("put the new index in the old one's place", client -> client.indices()
                .updateAliases(update -> {
                    update.actions(
                            action -> action.add(add -> add.index(home.name()).alias(alias)));
                    foreign.ifPresent(name -> update.actions(
                            action -> action.remove(remove -> remove.index(name).alias(alias))));
                    others.forEach(
                            other -> update.actions(action -> action.removeIndex(remove -> remove.index(other))));
                    return update;
                }));
        return new Home(home.name(), alias, Optional.empty());
    }

    /** Takes back an index that was begun and is not wanted, unless it serves after all. What cannot be taken back now goes when the next index takes its place. */
    void drop(Home home) {
        try {
            if (!served().equals(Optional.of(home.name()))) {
                cluster.send("drop an unfinished index", client -> client.indices()
                        .delete(delete -> delete.index(home.name()).ignoreUnavailable(true)));
            }
        } catch (IndexUnavailable e) {
            LOG.warn("The unfinished index {} stays until the next rebuild. {}", home.name(), e.getMessage());
        }
    }

    /** Notes in the index whether it holds all of the library. */
    void note(Home home, boolean complete) {
        cluster.send("note how complete it is", client -> client.indices()
                .putMapping(mapping -> mapping.index(home.name()).meta(definition.note(complete))));
    }

    /** Makes an index, or joins in if somebody else has just made it. */
    private Home shared(String name, String through, String why) {
        created(name, through);
        return new Home(name, through, Optional.of(why));
    }

    /** @return whether this call made it; otherwise there was one of that name */
    private boolean created(String name, String through) {
        try {
            cluster.send("make an index", client -> client.indices().create(definition.create(name, through, false)));
            return true;
        } catch (IndexUnavailable e) {
            return switch (ClusterConnection.type(e)) {
                case "resource_already_exists_exception" -> false;
                case "invalid_alias_name_exception" ->
                    throw new IndexUnavailable(
                            cluster.home() + " has an index that is none of ours by the name " + alias
                                    + ". Set timeviper.elasticsearch.index to another name, or delete that index.",
                            e);
                default -> throw e;
            };
        }
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
    private TreeMap<String, TypeMapping> indices() {
        TreeMap<String, TypeMapping> found = new TreeMap<>();
        cluster.send("look for its indices", client -> client.indices().getMapping(get -> get.index(ours())
                        .allowNoIndices(true)
                        .expandWildcards(ExpandWildcard.Open, ExpandWildcard.Closed)))
                .mappings()
                .forEach((name, index) -> found.put(name, index.mappings()));
        found.keySet().removeIf(name -> !name.substring(alias.length() + 1).matches("\\d{6}"));
        return found;
    }

    /** A pattern of the names of our indices; those of an archive whose name begins with ours may match it too. */
    private String ours() {
        return alias + "-0*";
    }

    private String next(TreeMap<String, TypeMapping> present) {
        return present.isEmpty() ? numbered(1) : next(present.lastKey());
    }

    private String next(String name) {
        return numbered(Integer.parseInt(name.substring(alias.length() + 1)) + 1);
    }

    private String numbered(int number) {
        return String.format(Locale.ROOT, "%s-%06d", alias, number);
    }

    private static String buildAlias(String name) {
        return name + "-build";
    }
}
