/// What clients and server say to sign in, to chat and to keep things: the documented subset of
/// Nakama's protocol as records, and its JSON.
///
/// Bodies of requests are records of their own; what the socket carries is an [Envelope] around a
/// [ClientMessage] or a [ServerMessage], each sealed, so that a side handles every kind it may be
/// sent:
///
/// ```java
/// try {
///   Envelope<ClientMessage> frame = ControlJson.readFromClient(utf8);
///   switch (frame.message()) {
///     case ClientMessage.Ping _ -> reply(new Envelope<>(frame.cid(), new ServerMessage.Pong()));
///     ...
///   }
/// } catch (InvalidControlException e) {
///   // its reason says whether to answer, to close, or both
/// }
/// ```
///
/// Strings and lists are never null: what is absent reads as empty. Where absence means something
/// else than zero, a component is nullable. Lengths of names, statuses and the like are not judged
/// here but by who answers, with the named [ControlLimits].
@NullMarked
package dev.vivarium.net.protocol.control;

import org.jspecify.annotations.NullMarked;
