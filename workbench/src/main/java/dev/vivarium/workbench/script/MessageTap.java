package dev.vivarium.workbench.script;

import dev.vivarium.workbench.session.MessagePage;
import dev.vivarium.workbench.session.TraceFilter;
import dev.vivarium.workbench.session.WorldSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The messages of a world since a script began, or as many as are kept. Any thread, one at a time.
final class MessageTap {
  static final int KEPT_MAX = 200_000;

  private final WorldSession session;
  private final Deque<ScriptMessage> kept = new ArrayDeque<>();
  private long since;
  private long missed;

  MessageTap(WorldSession session) {
    this.session = session;
  }

  /// Takes over what came since the last look.
  ///
  /// @return what is new, oldest first
  synchronized List<ScriptMessage> look() {
    MessagePage page =
        Answers.await(session.trace().newest(TraceFilter.ALL, since, WorldSession.MAX_PAGE));
    if (page.lastSequence() < since) {
      clear();
    }
    since = page.lastSequence();
    missed += page.missed();
    List<ScriptMessage> fresh = page.messages().stream().map(ScriptMessage::new).toList();
    kept.addAll(fresh);
    while (kept.size() > KEPT_MAX) {
      kept.removeFirst();
      missed++;
    }
    return fresh;
  }

  /// Passes over what the session still has from before.
  synchronized void skip() {
    look();
    clear();
  }

  synchronized void clear() {
    kept.clear();
    missed = 0;
  }

  synchronized long missed() {
    return missed;
  }

  synchronized List<ScriptMessage> of(String channel) {
    var found = new ArrayList<ScriptMessage>();
    for (ScriptMessage message : kept) {
      if (channel.isEmpty() || message.isOf(channel)) {
        found.add(message);
      }
    }
    return found;
  }
}
