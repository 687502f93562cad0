import Glibc

/// A fresh folder only this user may enter, gone when its owner is, or when the process is told to
/// stop by a signal (see `cleanUpOnSignal()`).
final class TemporaryFolder: Sendable {
  let path: String

  /// Makes the folder where temporary files go.
  init(name: String) throws(EnvironmentFailure) {
    let prefix = temporaryRoot() + "/" + name
    path = try LiveResources.addFolder { () throws(EnvironmentFailure) in
      try makeUniqueFolder(prefix: prefix)
    }
  }

  deinit {
    removeTree(path)
    LiveResources.removeFolder(path)
  }
}
