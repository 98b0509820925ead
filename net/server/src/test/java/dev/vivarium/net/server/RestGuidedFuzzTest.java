package dev.vivarium.net.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vivarium.net.server.transport.HttpCall;
import dev.vivarium.net.server.transport.HttpReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/// Any request of a signed-in user, its tokens included: done or refused, never an error of the
/// server's own. An input is a line `METHOD /path?query`, a line with what it is authorised by, and
/// a body. Coverage leads the search where `JAZZER_FUZZ=1` is set; else the corpus is tried.
class RestGuidedFuzzTest {
  private static final InetSocketAddress REMOTE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  private static @Nullable VivariumServer server;
  private static String bearer = "";

  @BeforeAll
  static void start() throws IOException {
    server =
        VivariumServer.start(
            ServerOptions.builder(InstantSource.system())
                .security(new ServerOptions.Security.Plain())
                .passwordCost(4)
                .build());
    HttpReply signedIn =
        answer(
            "POST /v2/account/authenticate/device?username=alice",
            "KEY",
            "{\"id\":\"device-alice\"}");
    Matcher token = TOKEN.matcher(new String(signedIn.body(), UTF_8));
    assertTrue(token.find());
    bearer = "Bearer " + token.group(1);
    assertTrue(answer("GET /v2/account", "ME", "").status() == 200);
  }

  @AfterAll
  static void stop() {
    if (server != null) server.close();
  }

  static Stream<byte[]> corpus() {
    String object =
        "{\"objects\":[{\"collection\":\"c\",\"key\":\"k\",\"value\":\"{}\",\"version\":\"\","
            + "\"permission_read\":1,\"permission_write\":1}]}";
    String ids = "{\"object_ids\":[{\"collection\":\"c\",\"key\":\"k\",\"user_id\":\"\"}]}";
    String user = "3f1f4c2e-8f5b-5e55-9f5b-1b7f2f6a0c11";
    return Stream.of(
            "POST /v2/account/authenticate/device?create=false\nKEY\n{\"id\":\"device-alice\"}",
            "POST /v2/account/authenticate/custom?create=false\nKEY\n{\"id\":\"custom-1\"}",
            "POST /v2/account/session/refresh\nKEY\n{\"token\":\"a.b.c\",\"vars\":{\"a\":\"b\"}}",
            "POST /v2/session/logout\nME\n{\"token\":\"a.b.c\",\"refresh_token\":\"a.b.c\"}",
            "GET /v2/account\nME\n",
            "PUT /v2/account\nME\n{\"display_name\":\"Alice\",\"timezone\":\"CET\"}",
            "GET /v2/user?ids=" + user + "&usernames=alice&ids=x\nME\n",
            "PUT /v2/storage\nME\n" + object,
            "POST /v2/storage\nME\n" + ids,
            "PUT /v2/storage/delete\nME\n" + ids,
            "GET /v2/storage/c?limit=10&user_id=" + user + "&cursor=YQpi\nME\n",
            "GET /v2/storage/c/" + user + "\nME\n",
            "GET /v2/channel/2...lobby?limit=10&forward=true&cursor=YQpi\nME\n",
            "GET /v2/match?limit=10&authoritative=true&label=x&min_size=0&max_size=9"
                + "&query=%2Blabel.world:pond\nME\n",
            "POST /v2/rpc/nothing?unwrap\nME\n\"payload\"",
            "GET /v2/rpc/nothing?http_key=x&payload=y\nNOBODY\n",
            "GET /healthcheck\nNOBODY\n",
            "GET /v2/account\nBearer eyJhbGciOiJub25lIn0.eyJ1aWQiOiJ4In0.\n")
        .map(request -> request.getBytes(UTF_8));
  }

  @MethodSource("corpus")
  @FuzzTest
  void anyRequestIsDoneOrRefused(byte[] input) {
    String[] parts = new String(input, UTF_8).split("\n", 3);
    if (parts.length < 3) return;
    int status = answer(parts[0], parts[1], parts[2]).status();
    assertTrue(status < 500 || status == 501, parts[0]);
  }

  private static HttpReply answer(String line, String authorisation, String body) {
    String[] words = line.split("[ ?]", 3);
    String path = words.length > 1 ? words[1] : "";
    Map<String, List<String>> query = query(words.length > 2 ? words[2] : "");
    if (path.contains("/authenticate/") && !bearer.isEmpty()) {
      query.put("create", List.of("false"));
    }
    return started()
        .rest()
        .handle(
            new HttpCall(
                words[0],
                Stream.of(path.split("/", -1)).filter(part -> !part.isEmpty()).toList(),
                query,
                authorisation(authorisation),
                body.getBytes(UTF_8),
                REMOTE));
  }

  private static VivariumServer started() {
    if (server == null) throw new IllegalStateException("not started");
    return server;
  }

  private static Optional<String> authorisation(String name) {
    return switch (name) {
      case "ME" -> Optional.of(bearer);
      case "KEY" -> Optional.of(TestClient.basic(ServerOptions.DEFAULT_SERVER_KEY));
      case "NOBODY" -> Optional.empty();
      default -> Optional.of(name);
    };
  }

  private static Map<String, List<String>> query(String text) {
    Map<String, List<String>> query = new HashMap<>();
    for (String part : text.split("&", -1)) {
      String[] pair = part.split("=", 2);
      query
          .computeIfAbsent(pair[0], name -> new ArrayList<>())
          .add(pair.length > 1 ? pair[1].replace("%2B", "+") : "");
    }
    return query;
  }
}
