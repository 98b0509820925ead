package dev.vivarium.workbench.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What is searched for in texts, and how.
public record TextSearch(String query, boolean matchCase, boolean wholeWord, boolean regex) {
  /// Most matches that are found in one text.
  public static final int MAX_MATCHES = 10_000;

  /// Most characters a search of one text may read, the same one again counted again: about half a
  /// second, for an expression can take for ever.
  public static final long MAX_READS = 50_000_000;

  /// How many characters are read between two looks at whether the search was cancelled.
  private static final int READS_PER_LOOK = 4_096;

  /// A match, `start` included, `end` not, with what takes its place.
  public record Match(int start, int end, String replacement) {}

  /// The search cannot be done; the message says why.
  public static final class SearchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SearchException(String message) {
      super(message);
    }
  }

  /// All matches in order.
  ///
  /// @throws SearchException if the expression is wrong or takes too long
  public List<Match> matches(CharSequence text) {
    return matches(text, "", () -> false);
  }

  /// All matches with what `replacement` makes of each; in expressions `$1` stands for a group.
  ///
  /// @param cancelled ends the search early
  public List<Match> matches(CharSequence text, String replacement, BooleanSupplier cancelled) {
    var found = new ArrayList<Match>();
    if (query.isEmpty()) {
      return found;
    }
    try {
      var matcher = pattern().matcher(new Limited(text, cancelled));
      while (found.size() < MAX_MATCHES && matcher.find()) {
        if (matcher.end() > matcher.start()) {
          found.add(new Match(matcher.start(), matcher.end(), replaced(matcher, replacement)));
        }
      }
    } catch (PatternSyntaxException e) {
      throw new SearchException("Regular expression: " + problem(e));
    } catch (StackOverflowError e) {
      throw new SearchException("The expression is too deep for this text");
    }
    return found;
  }

  /// What is wrong with an expression, in words for those who have not read the library's.
  private static String problem(PatternSyntaxException e) {
    var description = e.getDescription();
    return switch (description) {
      case "Unclosed group" -> "a ( is not closed";
      case "Unclosed character class" -> "a [ is not closed";
      case "Unclosed counted closure" -> "a { is not closed";
      case "Unmatched closing ')'" -> "a ) was not opened";
      case "Illegal repetition" -> "no number stands in the {…}";
      case "Illegal character range" -> "a range in […] ends before it begins";
      case "Illegal/unsupported escape sequence", "Unescaped trailing backslash" ->
          "what follows a \\ means nothing; \\\\ finds a \\ itself";
      default ->
          description.startsWith("Dangling meta character")
              ? "nothing stands before the " + description.replaceAll(".*'(.)'.*", "$1")
              : description.substring(0, 1).toLowerCase(Locale.ROOT) + description.substring(1);
    };
  }

  private Pattern pattern() {
    var flags =
        Pattern.MULTILINE | Pattern.UNICODE_CASE | (matchCase ? 0 : Pattern.CASE_INSENSITIVE);
    if (regex) {
      // By itself, for what stands around it below would close its groups.
      var _ = Pattern.compile(query, flags);
    }
    var body = regex ? "(?:" + query + ")" : Pattern.quote(query);
    return Pattern.compile(wholeWord ? "(?<!\\w)" + body + "(?!\\w)" : body, flags);
  }

  private String replaced(Matcher matcher, String replacement) {
    if (!regex || replacement.isEmpty()) {
      return replacement;
    }
    var out = new StringBuilder();
    for (var i = 0; i < replacement.length(); i++) {
      var c = replacement.charAt(i);
      var next = i + 1 < replacement.length() ? replacement.charAt(i + 1) : ' ';
      if (c == '$' && Character.isDigit(next) && next - '0' <= matcher.groupCount()) {
        var group = matcher.group(next - '0');
        out.append(group == null ? "" : group);
        i++;
      } else if (c == '\\' && (next == 'n' || next == 't' || next == '\\' || next == '$')) {
        out.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /// A text that ends the search when it has been read too often.
  private static final class Limited implements CharSequence {
    private final CharSequence text;
    private final BooleanSupplier cancelled;
    private long reads;

    Limited(CharSequence text, BooleanSupplier cancelled) {
      this.text = text;
      this.cancelled = cancelled;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++reads % READS_PER_LOOK == 0) {
        if (cancelled.getAsBoolean()) {
          throw new SearchException("The search was cancelled");
        } else if (reads > MAX_READS) {
          throw new SearchException("The expression takes too long on this text; make it simpler");
        }
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
