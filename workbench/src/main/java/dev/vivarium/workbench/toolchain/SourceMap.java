package dev.vivarium.workbench.toolchain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/// The way from offsets in a module to source lines: a source map of version 3 whose generated
/// columns are byte offsets in the module. Immutable.
public final class SourceMap {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CHARS = 64 << 20;
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private final String json;
  private final String[] sources;
  private final int[] offsets;
  private final int[] places;

  private SourceMap(String json, String[] sources, int[] offsets, int[] places) {
    this.json = json;
    this.sources = sources;
    this.offsets = offsets;
    this.places = places;
  }

  /// Reads a source map.
  ///
  /// @throws IllegalArgumentException if the text is no source map
  public static SourceMap parse(String json) {
    if (json.length() > MAX_CHARS) throw broken("it has " + json.length() + " characters");
    JsonNode map;
    try {
      map = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw broken(e.getOriginalMessage());
    }
    String[] sources = new String[map.path("sources").size()];
    for (int i = 0; i < sources.length; i++) sources[i] = map.path("sources").path(i).asText();
    return new Decoder(map.path("mappings").asText()).decode(json, sources);
  }

  /// The source map's own text.
  public String json() {
    return json;
  }

  /// The source of the instruction at a byte offset from the module's start, or of the last mapped
  /// one before it.
  public Optional<SourcePosition> position(int wasmOffset) {
    int found = Arrays.binarySearch(offsets, wasmOffset);
    int index = found >= 0 ? found : -found - 2;
    return index < 0 ? Optional.empty() : Optional.of(place(index));
  }

  /// The first mapped place in a range of byte offsets, such as a function's body.
  public Optional<SourcePosition> firstIn(int startOffset, int endOffset) {
    int found = Arrays.binarySearch(offsets, startOffset);
    int index = found >= 0 ? found : -found - 1;
    boolean inside = index < offsets.length && offsets[index] < endOffset;
    return inside ? Optional.of(place(index)) : Optional.empty();
  }

  /// The last mapped place at or before a byte offset that is of one of these files.
  public Optional<SourcePosition> lastBefore(int wasmOffset, Predicate<String> file) {
    int found = Arrays.binarySearch(offsets, wasmOffset);
    int index = found >= 0 ? found : -found - 2;
    while (index >= 0 && !file.test(sources[places[3 * index]])) index--;
    return index < 0 ? Optional.empty() : Optional.of(place(index));
  }

  private SourcePosition place(int index) {
    return new SourcePosition(
        sources[places[3 * index]], places[3 * index + 1] + 1, places[3 * index + 2] + 1);
  }

  private static IllegalArgumentException broken(String why) {
    return new IllegalArgumentException("The source map cannot be read: " + why);
  }

  /// Base 64 VLQ, one line.
  private static final class Decoder {
    private final String text;
    private int at;
    private int count;
    private int[] offsets = new int[256];
    private int[] places = new int[768];

    Decoder(String text) {
      this.text = text;
    }

    SourceMap decode(String json, String[] sources) {
      int offset = 0;
      int source = 0;
      int line = 0;
      int column = 0;
      while (at < text.length()) {
        offset += number();
        if (!atEnd()) {
          source += number();
          line += number();
          column += number();
          if (source < 0 || source >= sources.length) throw broken("there is no source " + source);
          if (!atEnd()) number();
          add(offset, source, line, column);
        }
        at++;
      }
      return new SourceMap(
          json, sources, Arrays.copyOf(offsets, count), Arrays.copyOf(places, 3 * count));
    }

    private boolean atEnd() {
      return at >= text.length() || text.charAt(at) == ',';
    }

    private void add(int offset, int source, int line, int column) {
      if (count > 0 && offset <= offsets[count - 1]) {
        if (offset < offsets[count - 1]) throw broken("its offsets are not in order");
        return;
      }
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * count);
        places = Arrays.copyOf(places, 6 * count);
      }
      offsets[count] = offset;
      places[3 * count] = source;
      places[3 * count + 1] = line;
      places[3 * count + 2] = column;
      count++;
    }

    private int number() {
      int value = 0;
      for (int shift = 0; shift < 32; shift += 5) {
        int digit = at < text.length() ? DIGITS.indexOf(text.charAt(at)) : -1;
        if (digit < 0) throw broken("its mappings are cut or hold a strange character at " + at);
        at++;
        value |= (digit & 31) << shift;
        if ((digit & 32) == 0) return (value & 1) == 0 ? value >>> 1 : -(value >>> 1);
      }
      throw broken("a number in its mappings is too large at " + at);
    }
  }
}
