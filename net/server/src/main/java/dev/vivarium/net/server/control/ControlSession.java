package dev.vivarium.net.server.control;

import dev.vivarium.net.protocol.control.ClientMessage;
import dev.vivarium.net.protocol.control.ControlJson;
import dev.vivarium.net.protocol.control.Envelope;
import dev.vivarium.net.protocol.control.ErrorCode;
import dev.vivarium.net.protocol.control.InvalidControlException;
import dev.vivarium.net.protocol.control.Rpc;
import dev.vivarium.net.protocol.control.ServerMessage;
import dev.vivarium.net.server.account.Principal;
import dev.vivarium.net.server.account.RequestRefused;
import dev.vivarium.net.server.account.Sanctions;
import dev.vivarium.net.server.store.StoreException;
import dev.vivarium.net.server.transport.CloseReason;
import dev.vivarium.net.server.transport.Frame;
import dev.vivarium.net.server.transport.SocketConnection;
import dev.vivarium.net.server.transport.SocketListener;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One signed-in socket. Messages come one at a time; [#send] and [#close] may come from any
/// thread.
final class ControlSession implements SocketListener {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);

  /// What all sessions of a server share.
  record Services(
      SessionDirectory directory,
      Matches matches,
      Channels channels,
      StatusBoard statuses,
      RpcFunctions functions,
      Sanctions sanctions) {}

  private final Services services;
  private final Principal principal;
  private final Member member;
  private final SocketConnection connection;

  /// What it is in; guarded by themselves.
  private final Set<UUID> matches = new LinkedHashSet<>();

  private final Set<ChannelId> channels = new LinkedHashSet<>();

  ControlSession(
      Services services, Principal principal, SocketConnection connection, boolean showStatus) {
    this.services = services;
    this.principal = principal;
    this.connection = connection;
    member = new Member(principal.userId(), UUID.randomUUID(), principal.username());
    if (!services.directory().add(this)) {
      connection.close(CloseReason.badMessage("too many sessions of this user"));
      return;
    }
    // A ban may have come since the upgrade was let in; from here on the directory finds it.
    services
        .sanctions()
        .banFromServer(member.userId())
        .ifPresent(ban -> connection.close(CloseReason.notAllowed(Sanctions.words(ban))));
    LOG.info("event=session_opened session={} user={}", id(), member.userId());
    services.statuses().opened(this, showStatus);
  }

  UUID id() {
    return member.sessionId();
  }

  Member member() {
    return member;
  }

  Principal principal() {
    return principal;
  }

  static Frame frame(Envelope<?> envelope) {
    return new Frame.Text(ControlJson.write(envelope));
  }

  void send(Frame frame) {
    boolean queued = connection.send(frame);
    if (!queued) LOG.debug("event=frame_dropped session={}", id());
  }

  /// Tells of an error that answers no request.
  void complain(String words) {
    fail("", ErrorCode.BAD_INPUT, words);
  }

  /// Nothing answers a request that had no mark.
  void reply(String cid, ServerMessage message) {
    if (!cid.isEmpty()) send(frame(new Envelope<>(cid, message)));
  }

  void close(CloseReason reason) {
    connection.close(reason);
  }

  void noteMatch(UUID match) {
    synchronized (matches) {
      if (!matches.contains(match)
          && matches.size() >= ControlServerLimits.MATCHES_PER_SESSION_MAX) {
        throw SocketRefused.badInput("Too many matches joined");
      }
      matches.add(match);
    }
  }

  void forgetMatch(UUID match) {
    synchronized (matches) {
      matches.remove(match);
    }
  }

  void noteChannel(ChannelId channel) {
    synchronized (channels) {
      if (!channels.contains(channel)
          && channels.size() >= ControlServerLimits.CHANNELS_PER_SESSION_MAX) {
        throw SocketRefused.badInput("Too many channels joined");
      }
      channels.add(channel);
    }
  }

  void forgetChannel(ChannelId channel) {
    synchronized (channels) {
      channels.remove(channel);
    }
  }

  @Override
  public void onMessage(byte[] utf8) {
    Envelope<ClientMessage> envelope;
    try {
      envelope = ControlJson.readFromClient(utf8);
    } catch (InvalidControlException e) {
      refuseFrame(e);
      return;
    }
    String cid = envelope.cid();
    try {
      dispatch(cid, envelope.message());
    } catch (SocketRefused e) {
      fail(cid, e.code(), e.words());
    } catch (StoreException e) {
      LOG.error("event=store_failed session={}", id(), e);
      fail(cid, ErrorCode.RUNTIME_EXCEPTION, "The server could not do this now");
    }
  }

  private void refuseFrame(InvalidControlException e) {
    LOG.info("event=bad_frame session={} reason={}", id(), e.reason());
    switch (e.reason()) {
      case TOO_LARGE -> close(CloseReason.TOO_LARGE);
      case NOT_JSON -> close(CloseReason.badMessage("not JSON"));
      case EMPTY -> refuseAndClose(e, ErrorCode.MISSING_PAYLOAD);
      case UNKNOWN_KIND -> refuseAndClose(e, ErrorCode.UNRECOGNIZED_PAYLOAD);
      case BAD_FIELD -> refuseAndClose(e, ErrorCode.BAD_INPUT);
    }
  }

  private void refuseAndClose(InvalidControlException e, ErrorCode code) {
    String words = e.getMessage() == null ? "" : e.getMessage();
    send(frame(new Envelope<>(e.cid(), ServerMessage.Failure.of(code, words))));
    close(CloseReason.badMessage("bad message"));
  }

  private void fail(String cid, ErrorCode code, String words) {
    send(frame(new Envelope<>(cid, ServerMessage.Failure.of(code, words))));
  }

  /// Long, since it names every message once.
  private void dispatch(String cid, ClientMessage message) {
    switch (message) {
      case ClientMessage.Ping ping -> reply(cid, new ServerMessage.Pong());
      case ClientMessage.MatchCreate create -> services.matches().create(this, cid, create);
      case ClientMessage.MatchJoin join -> services.matches().join(this, cid, join);
      case ClientMessage.MatchLeave leave -> {
        services.matches().leave(this, leave.matchId());
        done(cid);
      }
      case ClientMessage.MatchDataSend data -> services.matches().data(this, data);
      case ClientMessage.ChannelJoin join -> services.channels().join(this, cid, join);
      case ClientMessage.ChannelLeave leave -> {
        services.channels().leave(this, leave.channelId());
        done(cid);
      }
      case ClientMessage.ChannelMessageSend say -> services.channels().say(this, cid, say);
      case ClientMessage.ChannelMessageUpdate update ->
          services.channels().change(this, cid, update);
      case ClientMessage.ChannelMessageRemove remove ->
          services.channels().remove(this, cid, remove);
      case ClientMessage.StatusFollow follow -> services.statuses().follow(this, cid, follow);
      case ClientMessage.StatusUnfollow unfollow -> {
        services.statuses().unfollow(this, unfollow);
        done(cid);
      }
      case ClientMessage.StatusUpdate update -> {
        services.statuses().update(this, update.status());
        done(cid);
      }
      case Rpc rpc -> call(cid, rpc);
    }
  }

  private void done(String cid) {
    reply(cid, new ServerMessage.Done());
  }

  private void call(String cid, Rpc rpc) {
    RpcFunctions.Function function =
        services
            .functions()
            .find(rpc.id())
            .orElseThrow(() ->
                new SocketRefused(ErrorCode.RUNTIME_FUNCTION_NOT_FOUND, "RPC function not found"));
    String result;
    try {
      result =
          function.call(new RpcFunctions.Call(Optional.of(principal), Map.of(), rpc.payload()));
    } catch (RequestRefused e) {
      throw new SocketRefused(ErrorCode.RUNTIME_FUNCTION_EXCEPTION, e.words());
    } catch (RuntimeException e) {
      LOG.error("event=rpc_failed session={}", id(), e);
      throw new SocketRefused(ErrorCode.RUNTIME_FUNCTION_EXCEPTION, "RPC function failed");
    }
    reply(cid, new Rpc(rpc.id(), result));
  }

  @Override
  public void onClosed(CloseReason reason) {
    services.directory().remove(this);
    Set<UUID> leftMatches;
    synchronized (matches) {
      leftMatches = Set.copyOf(matches);
    }
    for (UUID match : leftMatches) services.matches().leave(match, id());
    Set<ChannelId> leftChannels;
    synchronized (channels) {
      leftChannels = Set.copyOf(channels);
    }
    for (ChannelId channel : leftChannels) services.channels().leave(channel, id());
    services.statuses().closed(this);
    LOG.info(
        "event=session_closed session={} user={} code={} reason=\"{}\"",
        id(),
        member.userId(),
        reason.code(),
        reason.words());
  }
}
