package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import co.elastic.clients.transport.TransportUtils;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.elasticsearch.node.ElasticsearchNode;
import org.timeviper.search.elasticsearch.node.NodeSetup;
import org.timeviper.search.lucene.CaptionLanguage;

/** A real node with security and TLS on, and with little room for what is written. */
class SecuredClusterIT {

    private static final String NAME = "secured";
    private static final int DIMENSIONS = 8;

    private static ElasticsearchNode node;
    private static ClusterRequests operator;

    @BeforeAll
    static void start() throws Exception {
        node = NodeSetup.alone()
                .withPlugin()
                .withUser("operator", "correct horse")
                .withTls()
                .with("indexing_pressure.memory.limit", "200kb")
                .start();
        HttpClient http = HttpClient.newBuilder()
                .sslContext(TransportUtils.sslContextFromHttpCaCrt(
                        node.certificate().toFile()))
                .build();
        String login = Base64.getEncoder().encodeToString("operator:correct horse".getBytes(StandardCharsets.UTF_8));
        operator = new ClusterRequests(http, node.address(), "Basic " + login);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    /** An API key as the setting's description has it. */
    private static String key(String clusterPrivileges, String indexPrivileges) throws Exception {
        return operator.send(
                        "POST",
                        "/_security/api_key",
                        "{'name': 'archive', 'role_descriptors': {'archive': {'cluster': [" + clusterPrivileges
                                + "], 'indices': [{'names': ['" + NAME + "', '" + NAME + "-*'], 'privileges': ["
                                + indexPrivileges + "]}]}}}")
                .path("encoded")
                .asText();
    }

    private static ElasticsearchSceneIndex open(URI address, Optional<String> key, Optional<Path> certificate) {
        Settings settings = new Settings(
                Optional.of(List.of(address)), key, certificate, NAME, 2, "0-1", "int8_hnsw", Duration.ofSeconds(20));
        return ElasticsearchSceneIndex.open(settings, CaptionLanguage.ENGLISH, "a model", DIMENSIONS);
    }

    private static String refusal(URI address, Optional<String> key, Optional<Path> certificate) {
        try (SceneIndex index = open(address, key, certificate)) {
            String refused = assertThrows(IndexUnavailable.class, index::size).getMessage();
            assertEquals(Optional.of(refused), index.health().problem());
            return refused;
        }
    }

    @Test
    void aKeyWithThePrivilegesThatTheSettingNamesIsAllThatIsNeeded() throws Exception {
        try (ElasticsearchSceneIndex index = open(
                node.address(),
                Optional.of(key("'monitor'", "'manage', 'read', 'write'")),
                Optional.of(node.certificate()))) {
            for (int round = 0; round < 2; round++) {
                try (SceneIndex.Rewriting anew = index.rewrite()) {
                    anew.replace("v1", Films.film("v1", 2, "a red car", DIMENSIONS));
                    anew.replace("v2", Films.film("v2", 2, "a red car", DIMENSIONS));
                    index.replace("v2", Films.film("v2", 1, "a dog", DIMENSIONS));
                    anew.complete();
                }
            }
            index.replace("v3", Films.film("v3", 2, "a red car", DIMENSIONS));
            index.delete("v1");
            assertEquals(List.of("v3"), Films.holding(index, "red car", DIMENSIONS));
            assertEquals(
                    3, index.scenesByVideo().values().stream().mapToLong(n -> n).sum());
            assertEquals(
                    2,
                    index.page("", org.timeviper.indexer.index.SceneFilter.NONE, Optional.empty(), 2)
                            .scenes()
                            .size());
            assertEquals(Optional.empty(), index.health().problem());
            assertEquals(List.of(), index.health().warnings());
            index.clear();
            assertEquals(0, index.size());
        }
    }

    @Test
    void aWrongKeyAnUnknownCertificateAndAWrongSchemeAreToldWithTheSettingToCheck(@TempDir Path folder)
            throws Exception {
        Optional<Path> certificate = Optional.of(node.certificate());
        String good = key("'monitor'", "'all'");
        for (Optional<String> wrong : List.of(
                Optional.<String>empty(),
                Optional.of("bm90OmFrZXk="),
                Optional.of("no key"),
                Optional.of(key("'monitor'", "'read'")))) {
            String refused = refusal(node.address(), wrong, certificate);
            assertTrue(refused.contains("timeviper.elasticsearch.api-key"), refused);
        }
        String untrusted = refusal(node.address(), Optional.of(good), Optional.empty());
        assertTrue(untrusted.contains("timeviper.elasticsearch.ca-certificate"), untrusted);
        URI plain = URI.create("http://127.0.0.1:" + node.address().getPort());
        String unencrypted = refusal(plain, Optional.of(good), certificate);
        assertTrue(unencrypted.contains("timeviper.elasticsearch.url") && unencrypted.contains("https"), unencrypted);
        Path broken = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        for (Path file : List.of(broken, folder.resolve("missing.pem"))) {
            String unreadable = assertThrows(
                            IllegalArgumentException.class,
                            () -> open(node.address(), Optional.of(good), Optional.of(file)))
                    .getMessage();
            assertTrue(
                    unreadable.contains(file.toString())
                            && unreadable.contains("timeviper.elasticsearch.ca-certificate"),
                    unreadable);
        }
    }

    @Test
    void whatTheClusterHasNoRoomForIsSentAgainUntilAllIsThere() throws Exception {
        try (ElasticsearchSceneIndex index =
                open(node.address(), Optional.of(key("'monitor'", "'all'")), Optional.of(node.certificate()))) {
            int videos = 100;
            try (SceneIndex.Rewriting anew = index.rewrite()) {
                for (int i = 0; i < videos; i++) {
                    anew.replace("v" + i, Films.film("v" + i, 20, "a red car drives up the road", DIMENSIONS));
                }
                anew.complete();
            }
            assertEquals(videos, index.scenesByVideo().size());
            assertEquals(20L * videos, index.size());
            JsonNode stats = operator.get("/_nodes/stats/indexing_pressure").path("nodes");
            long refused = stats.findValue("coordinating_rejections").asLong()
                    + stats.findValue("primary_rejections").asLong();
            assertTrue(refused > 0, stats::toString);
        }
    }
}
