/// Why a watch cannot begin at a version. An API server answers the first with status 410, etcd with
/// ErrCompacted and ErrFutureRev.
public enum WatchRefusal: Error, Hashable, Sendable {
  /// Changes that it would have to tell are forgotten, up to this version.
  case compacted(upTo: UInt64)
  /// There is no such version yet: the newest is this one. The watcher knows another store, or this
  /// one before it lost something.
  case future(newest: UInt64)
}
