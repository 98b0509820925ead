package dev.vivarium.workbench.inspector;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.workbench.part.Export;
import dev.vivarium.workbench.session.EntityQuery;
import dev.vivarium.workbench.session.TablePage;
import dev.vivarium.workbench.session.TableQuery;
import dev.vivarium.workbench.session.WorldSession;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes the entities that a query matches, with the values of its columns: as JSON Lines where
/// the file's name ends so or in `.json`, else as CSV with a line of titles. Pages are read one
/// after the other, so a running world moves between them; pause it for one moment's values.
final class EntityExport extends Export {
  /// Most entities in one file.
  static final int ENTITIES_MAX = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final WorldSession session;
  private final TableQuery query;

  EntityExport(WorldSession session, TableQuery query) {
    this.session = session;
    this.query = query;
  }

  private static boolean isJson(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(json|jsonl)");
  }

  @Override
  protected void write(Writer writer, Path file) throws IOException {
    boolean json = isJson(file);
    if (!json) {
      var titles = new ArrayList<>(List.of("id", "name", "owner", "origin", "components"));
      titles.addAll(query.columns());
      writer.append(csv(titles));
    }
    while (count() < ENTITIES_MAX) {
      TablePage page = page(session.inspection().table(from((int) count())));
      for (int i = 0; i < page.page().rows().size(); i++) {
        var row = new TableRow(page.page().rows().get(i), page.values().get(i));
        writer.append(json ? json(row) + "\n" : csv(cells(row)));
      }
      wrote(page.page().rows().size());
      if (page.page().rows().isEmpty() || count() >= page.page().total()) {
        return;
      }
    }
  }

  private TableQuery from(int offset) {
    var entities = new EntityQuery(query.entities().filter(), offset, WorldSession.MAX_PAGE);
    return new TableQuery(entities, query.columns(), query.order());
  }

  private static List<String> cells(TableRow row) {
    var entity = row.entity();
    var cells = new ArrayList<String>();
    cells.add(Long.toString(entity.handle().index()));
    cells.add(entity.name());
    cells.add(entity.owner());
    cells.add(entity.origin().name().toLowerCase(Locale.ROOT));
    cells.add(String.join(" ", entity.components()));
    for (var value : row.values()) {
      var node = FieldText.parse(value);
      cells.add(node.isTextual() ? node.asText() : value);
    }
    return cells;
  }

  /// A line as RFC 4180 has it, so that commas, quotes and line ends within a value stay there.
  static String csv(List<String> cells) {
    return String.join(",", cells.stream().map(EntityExport::quoted).toList()) + "\r\n";
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  private String json(TableRow row) throws IOException {
    var entity = row.entity();
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", entity.handle().index())
            .put("handle", Long.toUnsignedString(entity.handle().bits()))
            .put("name", entity.name())
            .put("owner", entity.owner())
            .put("origin", entity.origin().name().toLowerCase(Locale.ROOT));
    var components = json.putArray("components");
    entity.components().forEach(components::add);
    var values = json.putObject("values");
    for (int i = 0; i < row.values().size(); i++) {
      if (!row.values().get(i).isEmpty()) {
        values.set(query.columns().get(i), JSON.readTree(row.values().get(i)));
      }
    }
    return JSON.writeValueAsString(json);
  }
}
