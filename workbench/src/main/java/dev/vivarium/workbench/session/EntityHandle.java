package dev.vivarium.workbench.session;

/// The 64-bit handle of an entity, opaque but for the index in its low 32 bits, which people read
/// as `#214`.
public record EntityHandle(long bits) {
  public long index() {
    return bits & 0xffff_ffffL;
  }

  public String label() {
    return "#" + index();
  }
}
