package dev.vivarium.workbench.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Texts as they stand in the last commit. Methods block; any thread, one at a time.
public final class CommittedText {
  /// Largest file that is compared, in bytes.
  static final int MAX_BYTES = 4 << 20;

  private final Path root;

  /// The texts of the project at `root`, in whichever repository it lies.
  public CommittedText(Path root) {
    this.root = root;
  }

  /// The text of a file in the last commit; empty where there is no repository, no commit, or the
  /// file is not in it.
  ///
  /// @throws IOException where the repository cannot be read
  public Optional<String> of(String relative) throws IOException {
    var builder = new FileRepositoryBuilder().findGitDir(root.toFile());
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try (var repository = builder.build()) {
      return repository.isBare() ? Optional.empty() : text(repository, relative);
    }
  }

  private Optional<String> text(Repository repository, String relative) throws IOException {
    var head = repository.resolve("HEAD^{tree}");
    var tree = repository.getWorkTree().toPath().toRealPath();
    var file = root.toRealPath().resolve(relative);
    if (head == null || !file.startsWith(tree)) {
      return Optional.empty();
    }
    var path = tree.relativize(file).toString().replace('\\', '/');
    try (var walk = TreeWalk.forPath(repository, path, head)) {
      if (walk == null) {
        return Optional.empty();
      }
      var loader = repository.open(walk.getObjectId(0));
      return loader.getSize() > MAX_BYTES
          ? Optional.empty()
          : Optional.of(new String(loader.getCachedBytes(MAX_BYTES), StandardCharsets.UTF_8));
    }
  }
}
