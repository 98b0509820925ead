/// The plugin host: loads modules, dispatches their systems as transactions, holds their budgets
/// and rights.
@NullMarked
package dev.vivarium.engine.plugin;

import org.jspecify.annotations.NullMarked;
