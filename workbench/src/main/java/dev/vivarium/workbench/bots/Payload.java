package dev.vivarium.workbench.bots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A payload whose texts like `-1.0..1.0` stand for numbers that are drawn: whole ones, ends
/// included, where both ends are written without a point.
final class Payload {
  private static final String NUMBER = "(-?[0-9]+(?:\\.[0-9]+)?)";
  private static final Pattern RANGE = Pattern.compile(NUMBER + "\\.\\." + NUMBER);

  private Payload() {}

  static JsonNode drawn(JsonNode template, Random random) {
    return switch (template) {
      case ObjectNode object -> {
        ObjectNode drawn = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(each -> drawn.set(each.getKey(), drawn(each.getValue(), random)));
        yield drawn;
      }
      case ArrayNode array -> {
        ArrayNode drawn = JsonNodeFactory.instance.arrayNode();
        array.forEach(each -> drawn.add(drawn(each, random)));
        yield drawn;
      }
      default -> template.isTextual() ? drawn(template.textValue(), random) : template;
    };
  }

  private static JsonNode drawn(String text, Random random) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return JsonNodeFactory.instance.textNode(text);
    }
    double least = Double.parseDouble(range.group(1));
    double most = Double.parseDouble(range.group(2));
    boolean isWhole = !text.replace("..", "").contains(".");
    double share = random.nextDouble();
    return isWhole
        ? JsonNodeFactory.instance.numberNode((long) Math.floor(least + share * (most - least + 1)))
        : JsonNodeFactory.instance.numberNode(least + share * (most - least));
  }
}
