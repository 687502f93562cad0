/// How many copies a write waits for before its client hears "done".
public enum WriteConcern: String, Hashable, Sendable, CaseIterable {
  /// One copy, in the data centre that took the write.
  case local
  /// A majority of the data centres of the region that took the write.
  case regional
  /// A majority of the regions, each with a majority of its data centres.
  case global
}
