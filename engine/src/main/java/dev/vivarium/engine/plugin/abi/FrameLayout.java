package dev.vivarium.engine.plugin.abi;

/// Byte offsets of the dispatch frame and of the records in its buffers, as in
/// `docs/plugin-abi.md`.
public final class FrameLayout {
  public static final int MAGIC = 0x46565656;
  public static final int ABI_VERSION = 1;

  public static final int HEADER_BYTES = 128;
  public static final int TICK = 8;
  public static final int TIME_SECONDS = 16;
  public static final int DELTA_SECONDS = 24;
  public static final int REASON = 28;
  public static final int SIDE = 32;
  public static final int QUERY_COUNT = 36;
  public static final int QUERY_TABLE = 40;
  public static final int INBOX_COUNT = 44;
  public static final int INBOX = 48;
  public static final int INBOX_BYTES = 52;
  public static final int COMMANDS = 56;
  public static final int COMMANDS_CAPACITY = 60;
  public static final int COMMANDS_USED = 64;
  public static final int MESSAGES = 68;
  public static final int MESSAGES_CAPACITY = 72;
  public static final int MESSAGES_USED = 76;
  public static final int HANDLES = 80;
  public static final int HANDLE_COUNT = 84;
  public static final int HANDLES_USED = 88;
  public static final int CURRENT_QUERY = 92;
  public static final int CURRENT_ROW = 96;
  public static final int CURRENT_MESSAGE = 100;

  public static final int QUERY_ENTRY_BYTES = 16;

  /// Command and message records.
  public static final int RECORD_HEADER_BYTES = 32;

  public static final int RECORD_KIND = 4;
  public static final int RECORD_ARGUMENT = 6;
  public static final int RECORD_SUBJECT = 8;
  public static final int RECORD_CAUSE_QUERY = 16;
  public static final int RECORD_CAUSE_ROW = 20;
  public static final int RECORD_CAUSE_MESSAGE = 24;
  public static final int RECORD_PAYLOAD_BYTES = 28;

  public static final int OP_SPAWN = 1;
  public static final int OP_DESPAWN = 2;
  public static final int OP_SET = 3;
  public static final int OP_REMOVE = 4;

  public static final int INBOX_HEADER_BYTES = 24;

  private FrameLayout() {}

  public static int align16(int bytes) {
    return (bytes + 15) & ~15;
  }

  public static int align8(int bytes) {
    return (bytes + 7) & ~7;
  }
}
