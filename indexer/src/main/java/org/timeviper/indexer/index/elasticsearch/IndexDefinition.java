package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.mapping.Property;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch.indices.CreateIndexRequest;
import co.elastic.clients.json.JsonData;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.SceneGraph;

/**
 * What our index looks like: settings and mapping, with a note in the mapping of what it was written with. A video is one document, its scenes nested in it: so a
 * video's scenes change as one and lie in one shard. Captions are analysed before they are sent, so that the index never needs our plugin to be read.
 *
 * @param analysis language and version of the caption analysis
 * @param embedding the name of the sentence embedding model
 * @param dimensions length of its vectors
 * @param vectors the {@code dense_vector} index option
 * @param shards primary shards
 * @param replicas a number, or a range that follows the number of nodes
 */
record IndexDefinition(String analysis, String embedding, int dimensions, String vectors, int shards, String replicas) {

    /** Changes with the mapping or what its fields mean. */
    private static final int FORMAT = 3;

    private static final String COMPLETE = "complete";

    /** How the names of the options end that keep vectors in a graph. */
    private static final String GRAPH = "hnsw";

    private static final String TEMPLATE = "video-index.json";

    static IndexDefinition of(
            ElasticsearchSettings settings, CaptionLanguage language, String embedding, int dimensions) {
        return new IndexDefinition(
                language.identity(), embedding, dimensions, settings.vectors(), settings.shards(), settings.replicas());
    }

    /** The note in the mapping. */
    Map<String, JsonData> note(boolean complete) {
        Map<String, JsonData> note = new LinkedHashMap<>();
        identity().forEach((key, value) -> note.put(key, JsonData.of(value)));
        note.put(COMPLETE, JsonData.of(complete));
        return note;
    }

    private Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("format", Integer.toString(FORMAT));
        identity.put("analysis", analysis);
        identity.put("embedding", embedding);
        identity.put("dimensions", Integer.toString(dimensions));
        return identity;
    }

    /** A request that makes an empty index. */
    CreateIndexRequest create(String name, String alias, boolean complete) {
        return CreateIndexRequest.of(create -> create.index(name)
                .withJson(new StringReader(body().toString()))
                .mappings(TypeMapping.of(mapping -> mapping.withJson(
                                new StringReader(body().get("mappings").toString()))
                        .meta(note(complete))))
                .aliases(alias, served -> served));
    }

    private ObjectNode body() {
        try (InputStream template = IndexDefinition.class.getResourceAsStream(TEMPLATE)) {
            ObjectNode body = (ObjectNode) new ObjectMapper().readTree(template);
            ObjectNode settings = (ObjectNode) body.get("settings");
            settings.put("index.number_of_shards", shards);
            settings.put(replicas.contains("-") ? "index.auto_expand_replicas" : "index.number_of_replicas", replicas);
            ObjectNode vector = (ObjectNode) body.at("/mappings/properties/scenes/properties/vector");
            vector.put("dims", dimensions);
            describe((ObjectNode) vector.get("index_options"));
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + TEMPLATE + " failed.", e);
        }
    }

    private void describe(ObjectNode options) {
        options.put("type", vectors);
        if (vectors.endsWith(GRAPH)) {
            options.put("m", SceneGraph.LINKS).put("ef_construction", SceneGraph.LOOKED_AT);
        }
    }

    /** @return whether the index held all of the library when that was last noted */
    static boolean complete(TypeMapping mapping) {
        JsonData complete = mapping.meta().get(COMPLETE);
        return complete != null && complete.to(Boolean.class);
    }

    /** @return why an index with this mapping cannot serve as one of this definition; empty if it can */
    Optional<String> mismatch(TypeMapping mapping) {
        for (Map.Entry<String, String> expected : identity().entrySet()) {
            JsonData found = mapping.meta().get(expected.getKey());
            if (found == null || !expected.getValue().equals(found.to(String.class))) {
                return Optional.of("it was written with " + expected.getKey() + " "
                        + (found == null ? "unknown" : found.to(String.class)) + ", and this version uses "
                        + expected.getValue());
            }
        }
        return wrongField(mapping);
    }

    private Optional<String> wrongField(TypeMapping mapping) {
        TypeMapping wanted = TypeMapping.of(definition ->
                definition.withJson(new StringReader(body().get("mappings").toString())));
        Map<String, String> found = types("", mapping.properties());
        for (Map.Entry<String, String> field : types("", wanted.properties()).entrySet()) {
            String type = found.get(field.getKey());
            if (!field.getValue().equals(type)) {
                return Optional.of("its field " + field.getKey() + " is " + (type == null ? "missing" : "a " + type)
                        + " and should be a " + field.getValue());
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> types(String path, Map<String, Property> properties) {
        Map<String, String> types = new TreeMap<>();
        properties.forEach((name, property) -> {
            types.put(path + name, type(property));
            if (property.isNested()) {
                types.putAll(types(path + name + ".", property.nested().properties()));
            }
        });
        return types;
    }

    private static String type(Property property) {
        return property.isDenseVector()
                ? "dense_vector of " + property.denseVector().dims()
                : property._kind().jsonValue();
    }
}
