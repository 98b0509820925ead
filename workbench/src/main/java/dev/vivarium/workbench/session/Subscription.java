package dev.vivarium.workbench.session;

/// Ends a subscription; closing twice does nothing.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
