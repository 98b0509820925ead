package dev.vivarium.workbench.session;

/// In which order entities are listed.
///
/// @param by empty for their handles, [#NAME], [#OWNER], [#ORIGIN], or a value as in
///   [TableQuery#columns()]; entities without it stand last either way
public record EntityOrder(String by, boolean descending) {
  public static final String NAME = "name";
  public static final String OWNER = "owner";
  public static final String ORIGIN = "origin";

  /// In ascending handle order.
  public static final EntityOrder BY_HANDLE = new EntityOrder("", false);
}
