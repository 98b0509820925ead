// Runs Nakama's own client, unmodified, through every call of the subset: node nakama.mjs HOST PORT tls|plain
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
globalThis.WebSocket ??= require("ws");
const { Client, Session } = require("@heroiclabs/nakama-js");

const [host, port, security] = process.argv.slice(2);
const tls = security === "tls";
const client = new Client("defaultkey", host, port, tls);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const run = Date.now().toString(36);
let steps = 0;

function step(name) {
  steps++;
  console.log(`ok ${name}`);
}

/** The body of the refusal that `promise` must end in. */
async function refusal(promise) {
  try {
    await promise;
  } catch (response) {
    return { status: response.status, ...(await response.json()) };
  }
  throw new Error("was not refused");
}

async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("did not fail");
}

/** Collects what a callback is given; `next` waits for the first that fits and takes it out. */
function collector() {
  const items = [];
  const waiting = [];
  return {
    items,
    add(item) {
      const at = waiting.findIndex((one) => one.fits(item));
      if (at >= 0) waiting.splice(at, 1)[0].done(item);
      else items.push(item);
    },
    next(what, fits = () => true) {
      const at = items.findIndex(fits);
      if (at >= 0) return Promise.resolve(items.splice(at, 1)[0]);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${what} in time`)), 10_000);
        waiting.push({
          fits,
          done(item) {
            clearTimeout(timer);
            resolve(item);
          },
        });
      });
    },
  };
}

function events(socket) {
  const seen = {};
  for (const name of [
    "onmatchdata",
    "onmatchpresence",
    "onchannelmessage",
    "onchannelpresence",
    "onstatuspresence",
    "ondisconnect",
  ]) {
    seen[name] = collector();
    socket[name] = (event) => seen[name].add(event);
  }
  return seen;
}

const text = (data) => new TextDecoder().decode(data);

// 1: three ways to sign in
const alice = await client.authenticateDevice(`device-alice-${run}`, true, `alice-${run}`, { team: "red" });
assert.equal(alice.created, true);
assert.match(alice.user_id, uuid);
assert.equal(alice.username, `alice-${run}`);
assert.deepEqual(alice.vars, { team: "red" });
assert.ok(alice.expires_at - Math.floor(Date.now() / 1000) > 7_000);
assert.ok(alice.refresh_expires_at - Math.floor(Date.now() / 1000) > 86_000);
const again = await client.authenticateDevice(`device-alice-${run}`);
assert.equal(again.created, false);
assert.equal(again.user_id, alice.user_id);
step("authenticateDevice");

const bob = await client.authenticateEmail(`bob-${run}@example.org`, "correct horse", true, `bob-${run}`);
assert.equal(bob.created, true);
const wrong = await refusal(client.authenticateEmail(`bob-${run}@example.org`, "wrong horse"));
assert.deepEqual(
  [wrong.status, wrong.code, wrong.message, wrong.error],
  [401, 16, "Invalid credentials.", "Invalid credentials."],
);
const short = await refusal(client.authenticateEmail(`carl-${run}@example.org`, "short"));
assert.deepEqual([short.status, short.code], [400, 3]);
step("authenticateEmail");

const carol = await client.authenticateCustom(`custom-${run}`, true, `carol-${run}`);
assert.equal(carol.created, true);
const unknown = await refusal(client.authenticateCustom(`nobody-${run}`, false));
assert.deepEqual(
  [unknown.status, unknown.code, unknown.message],
  [404, 5, "User account not found."],
);
const taken = await refusal(client.authenticateCustom(`dave-${run}`, true, `carol-${run}`));
assert.deepEqual([taken.status, taken.code], [409, 6]);
const stranger = new Client("otherkey", host, port, tls);
assert.equal((await refusal(stranger.authenticateCustom(`custom-${run}`))).status, 401);
step("authenticateCustom");

// 2: refresh, by hand and by itself
const kept = Session.restore(carol.token, carol.refresh_token);
const refreshed = await client.sessionRefresh(kept, { lang: "de" });
assert.equal(refreshed.user_id, carol.user_id);
assert.deepEqual(refreshed.vars, { lang: "de" });
assert.equal(
  (await refusal(client.sessionRefresh(Session.restore(alice.token, alice.token)))).status,
  401,
);
step("sessionRefresh");

const soon = Session.restore(alice.token, alice.refresh_token);
soon.expires_at = Math.floor(Date.now() / 1000) + 10;
const tokenBefore = soon.token;
await client.getAccount(soon);
assert.notEqual(soon.token, tokenBefore);
step("refresh by itself");

// 4: account and users
await client.updateAccount(alice, {
  display_name: "Alice ä",
  avatar_url: "https://example.org/a.png",
  lang_tag: "de",
  location: "Here",
  timezone: "Europe/Berlin",
});
const account = await client.getAccount(alice);
assert.equal(account.user.id, alice.user_id);
assert.equal(account.user.display_name, "Alice ä");
assert.equal(account.user.lang_tag, "de");
assert.deepEqual(account.devices, [{ id: `device-alice-${run}` }]);
assert.equal(account.wallet, "{}");
assert.equal((await client.getAccount(bob)).email, `bob-${run}@example.org`);
const nameTaken = await refusal(client.updateAccount(alice, { username: `bob-${run}` }));
assert.deepEqual([nameTaken.status, nameTaken.code], [400, 3]);
step("getAccount, updateAccount");

const users = await client.getUsers(alice, [bob.user_id], [`carol-${run}`, "no such name"]);
assert.deepEqual(users.users.map((user) => user.username).sort(), [`bob-${run}`, `carol-${run}`]);
step("getUsers");

// 5: sockets
const noToken = client.createSocket(tls);
await failure(noToken.connect(Session.restore(alice.refresh_token, ""), true));
const a = client.createSocket(tls);
const aSees = events(a);
await a.connect(alice, true);
const own = await aSees.onstatuspresence.next("own status");
assert.equal(own.joins[0].user_id, alice.user_id);
const b = client.createSocket(tls);
const bSees = events(b);
await b.connect(bob, true);
const c = client.createSocket(tls);
const cSees = events(c);
await c.connect(carol, false);
step("connect");

// 7 to 11: matches
const match = await a.createMatch();
assert.match(match.match_id, /^[0-9a-f-]{36}\.$/);
assert.equal(match.size, 1);
assert.equal(match.self.user_id, alice.user_id);
const named = await a.createMatch("named");
const sameName = await b.createMatch("named");
// The version 5 id of the name, as other servers of this protocol make it.
assert.equal(named.match_id, "8422165c-c848-52e0-a57d-3ef10e912319.");
assert.equal(sameName.match_id, named.match_id);
assert.equal(sameName.size, 2);
assert.equal(sameName.presences[0].user_id, alice.user_id);
await a.leaveMatch(named.match_id);
await b.leaveMatch(named.match_id);
step("createMatch");

await aSees.onmatchpresence.next("own join", (e) => e.match_id === match.match_id && e.joins);
const joined = await b.joinMatch(match.match_id, undefined, { team: "blue" });
assert.equal(joined.size, 2);
assert.deepEqual(joined.presences.map((p) => p.user_id), [alice.user_id]);
assert.equal(joined.self.user_id, bob.user_id);
const arrival = await aSees.onmatchpresence.next("join", (e) => e.joins?.[0].user_id === bob.user_id && e.match_id === match.match_id);
assert.equal(arrival.leaves, undefined);
await c.joinMatch(match.match_id);
assert.equal((await failure(a.joinMatch("00000000-0000-4000-8000-000000000000."))).code, 4);
assert.equal((await failure(a.joinMatch("nonsense"))).code, 3);
step("joinMatch");

await a.sendMatchState(match.match_id, 42, JSON.stringify({ x: 1 }));
const state = await bSees.onmatchdata.next("match data");
assert.equal(state.op_code, 42);
assert.equal(text(state.data), '{"x":1}');
assert.equal(state.presence.user_id, alice.user_id);
assert.equal(state.match_id, match.match_id);
await cSees.onmatchdata.next("match data");
await a.sendMatchState(match.match_id, 7, new Uint8Array([1, 2, 3]), [joined.self], false);
assert.deepEqual([...(await bSees.onmatchdata.next("bytes")).data], [1, 2, 3]);
await a.sendMatchState(match.match_id, 8, "", [match.self]);
assert.equal((await aSees.onmatchdata.next("to itself")).op_code, 8);
assert.equal(cSees.onmatchdata.items.length, 0);
step("sendMatchState");

await b.leaveMatch(match.match_id);
const departure = await aSees.onmatchpresence.next("leave", (e) => e.leaves?.[0].user_id === bob.user_id && e.match_id === match.match_id);
assert.equal(departure.joins, undefined);
step("leaveMatch and match presence");

// 8, 12: a world of the server
const listed = await client.listMatches(alice, 10, true, undefined, 0, 100, "+label.world:pond");
assert.equal(listed.matches.length, 1);
const world = listed.matches[0];
assert.equal(world.authoritative, true);
assert.equal(JSON.parse(world.label).world, "pond");
const entered = await a.joinMatch(world.match_id, undefined, { as: "builder" });
assert.equal(entered.authoritative, true);
assert.equal(entered.label, world.label);
await a.sendMatchState(world.match_id, 5, "hello");
const echo = await aSees.onmatchdata.next("the world's answer", (e) => e.match_id === world.match_id);
assert.equal(text(echo.data), "hello");
assert.equal(echo.presence, undefined);
const rejected = await failure(b.joinMatch(world.match_id, undefined, { as: "vandal" }));
assert.deepEqual([rejected.code, rejected.message], [5, "no vandals"]);
await a.leaveMatch(world.match_id);
assert.equal((await client.listMatches(alice, 10, false, "", 2, 100, "")).matches.length, 1);
assert.equal((await client.listMatches(alice, 10, true, "other")).matches, undefined);
assert.equal((await client.listMatches(alice, 10, true, "", 0, 10, "*")).matches.length, 1);
assert.equal((await refusal(client.listMatches(alice, 101))).status, 400);
step("listMatches and a world");

// 13 to 18: chat
const room = await a.joinChat(`room-${run}`, 1, true, false);
assert.equal(room.id, `2...room-${run}`);
assert.equal(room.room_name, `room-${run}`);
await b.joinChat(`room-${run}`, 1, true, false);
const inRoom = await aSees.onchannelpresence.next("b in the room", (e) => e.joins?.[0].user_id === bob.user_id);
assert.equal(inRoom.room_name, `room-${run}`);
const sent = await a.writeChatMessage(room.id, { hello: "world" });
assert.equal(sent.code, 0);
assert.match(sent.message_id, uuid);
assert.equal(sent.username, `alice-${run}`);
assert.equal(sent.persistent, true);
const heard = await bSees.onchannelmessage.next("chat");
assert.deepEqual(heard.content, { hello: "world" });
assert.equal(heard.sender_id, alice.user_id);
await aSees.onchannelmessage.next("own chat");
step("joinChat, writeChatMessage");

const updated = await a.updateChatMessage(room.id, sent.message_id, { hello: "again" });
assert.equal(updated.code, 1);
assert.deepEqual((await bSees.onchannelmessage.next("update")).content, { hello: "again" });
assert.equal((await failure(b.updateChatMessage(room.id, sent.message_id, { not: "mine" }))).code, 3);
for (let i = 0; i < 4; i++) await a.writeChatMessage(room.id, { i });
step("updateChatMessage");

const page = await client.listChannelMessages(bob, room.id, 3, true);
assert.deepEqual(page.messages.map((m) => m.content), [{ hello: "again" }, { i: 0 }, { i: 1 }]);
const nextPage = await client.listChannelMessages(bob, room.id, 3, true, page.next_cursor);
assert.deepEqual(nextPage.messages.map((m) => m.content), [{ i: 2 }, { i: 3 }]);
assert.ok(!nextPage.next_cursor);
const back = await client.listChannelMessages(bob, room.id, 3, true, nextPage.prev_cursor);
assert.deepEqual(back.messages.map((m) => m.content), [{ hello: "again" }, { i: 0 }, { i: 1 }]);
const newest = await client.listChannelMessages(bob, room.id, 1);
assert.deepEqual(newest.messages[0].content, { i: 3 });
step("listChannelMessages");

const removed = await a.removeChatMessage(room.id, sent.message_id);
assert.equal(removed.code, 2);
await bSees.onchannelmessage.next("removal", (m) => m.code === 2 && m.message_id === sent.message_id);
assert.equal((await client.listChannelMessages(bob, room.id, 100, true)).messages.length, 4);
step("removeChatMessage");

const direct = await a.joinChat(bob.user_id, 2, true, false);
const [low, high] = [alice.user_id, bob.user_id].sort();
assert.equal(direct.id, `4.${low}.${high}.`);
assert.equal(direct.user_id_one, low);
await b.joinChat(alice.user_id, 2, true, false);
await b.writeChatMessage(direct.id, { psst: 1 });
await aSees.onchannelmessage.next("direct", (m) => m.channel_id === direct.id);
assert.equal((await refusal(client.listChannelMessages(carol, direct.id))).status, 403);
assert.equal((await failure(a.joinChat("00000000-0000-4000-8000-00000000000a", 3, true, false))).code, 3);
step("direct chat");

await b.leaveChat(room.id);
const out = await aSees.onchannelpresence.next("b out", (e) => e.leaves?.[0].user_id === bob.user_id);
assert.equal(out.joins, undefined);
assert.equal((await failure(b.writeChatMessage(room.id, {}))).code, 3);
step("leaveChat and channel presence");

// 19: status
const status = await c.followUsers([alice.user_id, bob.user_id]);
assert.deepEqual(status.presences.map((p) => p.user_id).sort(), [alice.user_id, bob.user_id].sort());
assert.equal(status.presences[0].status, "");
await a.updateStatus("building");
const changed = await cSees.onstatuspresence.next("status", (e) => e.joins?.[0].user_id === alice.user_id);
assert.equal(changed.joins[0].status, "building");
await a.updateStatus();
await cSees.onstatuspresence.next("offline", (e) => !e.joins && e.leaves[0].user_id === alice.user_id);
await c.unfollowUsers([alice.user_id]);
await a.updateStatus("back");
await a.rpc("echo", "{}");
assert.equal(cSees.onstatuspresence.items.length, 0);
assert.equal((await client.getUsers(bob, [alice.user_id])).users[0].online, true);
step("followUsers, unfollowUsers, updateStatus");

// 20 to 23: storage
const object = { collection: "saves", key: `slot-${run}`, value: { hp: 5 } };
const acks = await client.writeStorageObjects(alice, [{ ...object, permission_read: 2, permission_write: 1 }]);
const ack = acks.acks[0];
assert.equal(ack.user_id, alice.user_id);
assert.match(ack.version, /^[0-9a-f]{32}$/);
const stale = await refusal(
  client.writeStorageObjects(alice, [
    { collection: "saves", key: `other-${run}`, value: { a: 1 } },
    { ...object, value: { hp: 6 }, version: "0".repeat(32) },
  ]),
);
assert.deepEqual([stale.status, stale.code], [400, 3]);
assert.equal((await refusal(client.writeStorageObjects(alice, [{ ...object, version: "*" }]))).status, 400);
step("writeStorageObjects");

const name = { collection: "saves", key: `slot-${run}`, user_id: alice.user_id };
const read = await client.readStorageObjects(bob, {
  object_ids: [name, { ...name, key: `other-${run}` }, { ...name, key: "missing" }],
});
assert.equal(read.objects.length, 1);
assert.deepEqual(read.objects[0].value, { hp: 5 });
assert.equal(read.objects[0].version, ack.version);
assert.equal(read.objects[0].permission_read, 2);
step("readStorageObjects");

await client.writeStorageObjects(alice, [1, 2, 3].map((i) => ({ collection: `list-${run}`, key: `k${i}`, value: { i }, permission_read: 2 })));
const first = await client.listStorageObjects(bob, `list-${run}`, alice.user_id, 2);
assert.deepEqual(first.objects.map((o) => o.key), ["k1", "k2"]);
const rest = await client.listStorageObjects(bob, `list-${run}`, alice.user_id, 2, first.cursor);
assert.deepEqual(rest.objects.map((o) => o.key), ["k3"]);
assert.ok(!rest.cursor);
step("listStorageObjects");

const staleDelete = { collection: "saves", key: `slot-${run}`, version: "0".repeat(32) };
assert.equal((await refusal(client.deleteStorageObjects(alice, { object_ids: [staleDelete] }))).status, 400);
await client.deleteStorageObjects(alice, { object_ids: [{ ...staleDelete, version: ack.version }] });
assert.equal((await client.readStorageObjects(alice, { object_ids: [name] })).objects.length, 0);
step("deleteStorageObjects");

// 24, 25: functions
assert.deepEqual((await client.rpc(alice, "echo", { z: 1 })).payload, { z: 1 });
assert.deepEqual((await client.rpcHttpKey("httpkey-of-the-test", "echo", { y: 2 })).payload, { y: 2 });
assert.equal((await refusal(client.rpcHttpKey("wrong", "echo", {}))).status, 401);
const noFunction = await refusal(client.rpc(alice, "nothing", {}));
assert.deepEqual([noFunction.status, noFunction.code], [404, 5]);
step("rpc");
const called = await a.rpc("echo", '{"x":1}');
assert.deepEqual([called.id, called.payload], ["echo", '{"x":1}']);
assert.equal((await failure(a.rpc("nothing"))).code, 6);
step("socket rpc");

// What the subset leaves out is refused, and by no other way.
assert.equal((await refusal(client.listFriends(alice))).status, 501);
step("what is not there");

// 6: the heartbeat went out at the start of each connection; one more by hand
await a.send({ ping: {} });
step("heartbeat");

// 3, and what a lost connection leaves
c.disconnect(false);
await aSees.onmatchpresence.next("c gone", (e) => e.leaves?.[0].user_id === carol.user_id);
await client.sessionLogout(bob, bob.token, bob.refresh_token);
assert.equal((await refusal(client.getAccount(Session.restore(bob.token, "")))).status, 401);
assert.equal((await refusal(client.sessionRefresh(Session.restore(bob.token, bob.refresh_token)))).status, 401);
await bSees.ondisconnect.next("the end of b's socket");
const late = client.createSocket(tls);
await failure(late.connect(bob, false));
step("sessionLogout");

a.disconnect(false);
console.log(`done ${steps}`);
process.exit(0);
