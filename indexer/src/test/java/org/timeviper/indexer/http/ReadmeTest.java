package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the READMEs tell people to type asks for something that is there. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class ReadmeTest {

    private static final Pattern ADDRESS = Pattern.compile("localhost:8080(/[^\\s'?]*)");
    private static final Pattern METHOD = Pattern.compile("-X (\\w+)");

    @Test
    void everyLineOfTheReadmesThatAsksTheServiceUsesAMethodAndAnAddressOfTheContract() throws IOException {
        JsonNode paths = new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString())
                .path("paths");
        List<String> lines = new ArrayList<>(lines(Path.of("..", "README.md")));
        lines.addAll(lines(Path.of("..", "api", "README.md")));
        assertTrue(lines.size() > 20);
        List<String> wrong = new ArrayList<>();
        for (String line : lines) {
            String command = line.replaceAll("\\s{2,}#.*", "");
            Matcher address = ADDRESS.matcher(command);
            assertTrue(address.find(), line);
            JsonNode there = at(paths, address.group(1));
            if (there == null || !there.has(method(command))) {
                wrong.add(line);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static List<String> lines(Path readme) throws IOException {
        return Files.readAllLines(readme).stream()
                .filter(line -> line.startsWith("curl "))
                .toList();
    }

    /** As curl understands its options. */
    private static String method(String command) {
        Matcher said = METHOD.matcher(command);
        if (said.find()) {
            return said.group(1).toLowerCase(Locale.ROOT);
        }
        boolean sends = command.matches(".* (-d|-F|--data-binary) .*") && !command.contains(" -G ");
        return sends ? "post" : "get";
    }

    /** The most literal of the addresses that this one can mean. */
    private static JsonNode at(JsonNode paths, String address) {
        if (paths.has(address)) {
            return paths.path(address);
        }
        for (var path : paths.properties()) {
            if (address.matches(path.getKey().replaceAll("\\{[^}]+}", "[^/]+"))) {
                return path.getValue();
            }
        }
        return null;
    }
}
