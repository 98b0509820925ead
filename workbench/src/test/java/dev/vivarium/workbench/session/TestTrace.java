package dev.vivarium.workbench.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// The trace of the test world: its messages, each of which led to the next but one.
final class TestTrace implements TraceSource {
  private static final String EATEN = "feeding/Eaten";

  private final Answers answers;
  private final List<MessageRecord> messages;

  TestTrace(Answers answers, List<MessageRecord> messages) {
    this.answers = answers;
    this.messages = messages;
  }

  private static boolean matches(MessageRecord m, TraceFilter filter) {
    var text =
        (m.channel() + " " + m.sender() + " " + m.receivers() + " " + m.payloadJson())
            .toLowerCase(Locale.ROOT);
    var names = (m.sender() + " " + m.receivers()).toLowerCase(Locale.ROOT);
    return m.tick() >= filter.firstTick()
        && m.tick() <= filter.lastTick()
        && !filter.hidden().contains(m.channel())
        && any(filter.channels(), m.channel().toLowerCase(Locale.ROOT))
        && any(filter.from(), names)
        && (filter.entities().isEmpty()
            || m.cause()
                .flatMap(MessageRecord.Cause::entity)
                .filter(e -> filter.entities().contains(e.index()))
                .isPresent())
        && filter.words().stream().allMatch(text::contains);
  }

  private static boolean any(List<String> parts, String text) {
    return parts.isEmpty() || parts.stream().anyMatch(text::contains);
  }

  @Override
  public CompletableFuture<MessagePage> newest(TraceFilter filter, long since, int limit) {
    return answers.to(() -> {
      var found =
          messages.stream().filter(m -> m.sequence() > since && matches(m, filter)).toList();
      var from = Math.max(0, found.size() - limit);
      return new MessagePage(messages.size(), from, found.subList(from, found.size()));
    });
  }

  @Override
  public CompletableFuture<MessagePage> next(TraceFilter filter, long since, int limit) {
    return answers.to(() -> {
      var found =
          messages.stream()
              .filter(m -> m.sequence() > since && matches(m, filter))
              .limit(limit)
              .toList();
      return new MessagePage(found.isEmpty() ? since : found.getLast().sequence(), 0, found);
    });
  }

  @Override
  public CompletableFuture<TraceTimeline> timeline() {
    return answers.to(() -> {
      var last = messages.isEmpty() ? 0 : messages.getLast().tick() + 1;
      var first = Math.max(0, last - TraceTimeline.MAX_TICKS);
      var lanes = new TreeMap<String, int[]>();
      for (var m : messages) {
        if (m.tick() >= first) {
          lanes
              .computeIfAbsent(m.channel(), c -> new int[(int) (last - first)])[
              (int) (m.tick() - first)]++;
        }
      }
      return new TraceTimeline(
          first,
          lanes.entrySet().stream()
              .map(e ->
                  new TraceTimeline.Lane(
                      e.getKey(), e.getKey().replaceAll("/.*", ""), e.getValue()))
              .toList());
    });
  }

  @Override
  public CompletableFuture<Optional<TraceChain>> chain(long sequence) {
    return answers.to(
        () -> messages.stream().filter(m -> m.sequence() == sequence).findFirst().map(this::chain));
  }

  private TraceChain chain(MessageRecord m) {
    var causes = new ArrayList<TraceChain.Link>();
    causes.add(
        new TraceChain.Link(
            TraceChain.Kind.SYSTEM,
            0,
            "sent by " + m.sender() + ", Update of tick " + m.tick(),
            Optional.empty(),
            Optional.empty(),
            m.sender()));
    m.cause()
        .flatMap(MessageRecord.Cause::entity)
        .ifPresent(e ->
            causes.add(
                new TraceChain.Link(
                    TraceChain.Kind.ENTITY,
                    0,
                    "at the row of Fish " + e.label(),
                    Optional.empty(),
                    Optional.of(e),
                    "")));
    if (m.sequence() > 2) {
      causes.add(message("while handling ", m.sequence() - 2));
    }
    var effects = new ArrayList<TraceChain.Link>();
    if (m.sequence() + 2 <= messages.size()) {
      effects.add(message("sent ", m.sequence() + 2));
    }
    effects.add(
        new TraceChain.Link(
            TraceChain.Kind.UNKNOWN,
            0,
            "may have written fish/Hunger",
            Optional.empty(),
            Optional.empty(),
            ""));
    var fish = m.cause().flatMap(MessageRecord.Cause::entity);
    return new TraceChain(
        m,
        List.of(
            new PayloadNode("fish", "#3", "entity", "", "Who ate", fish, List.of()),
            new PayloadNode("energy", "1.7500", "f32", "J", "", Optional.empty(), List.of())),
        m.payloadJson(),
        causes,
        effects);
  }

  private TraceChain.Link message(String before, long sequence) {
    return new TraceChain.Link(
        TraceChain.Kind.MESSAGE,
        0,
        before + messages.get((int) sequence - 1).channel() + " " + sequence,
        Optional.of(sequence),
        Optional.empty(),
        "");
  }

  @Override
  public CompletableFuture<List<ChannelInfo>> channels() {
    return answers.to(() ->
        List.of(
            new ChannelInfo(
                EATEN,
                true,
                "A fish ate a pellet.",
                List.of("fish/sate"),
                0,
                List.of(
                    field("fish", "entity", "", List.of()),
                    field("energy", "f32", "J", List.of()),
                    field("kind", "enum(Pellet,Crumb)", "", List.of("Pellet", "Crumb"))),
                "{\"fish\":\"0\",\"energy\":0,\"kind\":\"Pellet\"}"),
            new ChannelInfo(
                "tide/Turned",
                false,
                "The tide turned.",
                List.of("fish/swim"),
                0,
                List.of(
                    field("height", "f32", "m", List.of()), field("rising", "bool", "", List.of())),
                "{\"height\":0,\"rising\":false}")));
  }

  private static ChannelInfo.PayloadField field(
      String name, String type, String unit, List<String> choices) {
    return new ChannelInfo.PayloadField(name, type, unit, Optional.empty(), "", choices);
  }

  Map<String, Integer> counts() {
    var counts = new TreeMap<String, Integer>();
    messages.forEach(m -> counts.merge(m.channel(), 1, Integer::sum));
    return counts;
  }
}
