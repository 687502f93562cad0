public import ExerciseKit
public import Solutions

/// What goes wrong in a run of a `StoreCluster`.
public struct StoreFaults: Hashable, Sendable {
  /// Messages that are lost, of a thousand.
  public var losses = 20
  /// Messages that arrive twice, of a thousand.
  public var copies = 30
  /// Messages that take up to half a second, of a thousand, so that later ones overtake them.
  public var delays = 20
  /// How many times something happens to a server or to the network: a stop between two effects, of one
  /// server or of all, a cut, a pause, a time of many losses, a change of the members, a compaction.
  public var incidents = 100
  /// By how many hundredths the fastest clock runs faster than the slowest.
  public var clockDrift = 10
  /// True for servers that find an empty disk when they start again: what nothing here withstands.
  public var emptiesDisks = false

  /// The usual ones.
  public init() {}

  /// None at all.
  public static var none: StoreFaults {
    var none = StoreFaults()
    (none.losses, none.copies, none.delays, none.incidents) = (0, 0, 0, 0)
    none.clockDrift = 0
    return none
  }
}

/// What a run of a `StoreCluster` is made of.
public struct StoreSetting: Hashable, Sendable {
  /// How many servers form the cluster at first: n1 and so on.
  public var members = 3
  /// How many more may be added to it.
  public var spares = 2
  /// How many clients there are.
  public var clients = 8
  /// How many operations they do altogether.
  public var operations = 400
  /// How many keys these are about.
  public var keys = 5
  /// How many watch all changes.
  public var watchers = 2
  /// How many sessions the store keeps.
  public var maxSessions = 100
  /// How the servers are set up.
  public var servers = RaftSettings(timeouts: 150...300, clockDrift: 10, entriesPerSnapshot: 25)
  /// The time between a leader's heartbeats, in milliseconds.
  public var heartbeat: Millis = 40
  /// What goes wrong.
  public var faults = StoreFaults()
  /// Fixes every draw.
  public var seed: UInt64 = 1

  /// Three servers, two to be added, eight clients.
  public init() {}
}
