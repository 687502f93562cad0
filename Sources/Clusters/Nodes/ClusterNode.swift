public import ExerciseKit
public import Solutions

/// A server of a `RaftServer` cluster whose members may change, as a node of a `FaultyRun`. Time stands still
/// and the shortest timeout is nothing, so that timers run out whenever the run has it.
public struct ClusterNode: Restartable {
  /// The list of the commands that were applied.
  public struct Machine: ReplicatedMachine, Hashable {
    /// The commands.
    public private(set) var commands: [String] = []

    /// Takes one more.
    public mutating func apply(_ command: String) -> [String] {
      commands.append(command)
      return commands
    }

    /// What the list begins with.
    public func answer(_ query: Int) -> [String] { Array(commands.prefix(query)) }
  }

  /// The server.
  public typealias Server = RaftServer<Machine>
  /// What is on its disk.
  public typealias Stored = Server.Stored
  /// What happens to it.
  public typealias Input = Server.Input
  /// What it sends.
  public typealias Message = Server.Message
  /// What a step wants done.
  public typealias Effect = FaultyRun<ClusterNode>.Effect

  /// What others see of it.
  public enum Sight: Hashable, Sendable {
    /// It leads this term.
    case leads(Term, NodeID)
    /// It has applied this at this index.
    case applied(Server.Entry, at: Int)
  }

  /// The server.
  public private(set) var server: Server

  /// The servers of a run, and who of them is a member at first.
  public static let ids = (1...4).map { NodeID($0) }
  /// The members at first.
  public static let members = Array(ids.prefix(3))

  /// A run of all of them.
  public static func run(
    seed: UInt64, faults: FaultyRun<ClusterNode>.Faults
  ) -> FaultyRun<ClusterNode> {
    FaultyRun(ids, faults: faults, seed: seed) { ClusterNode($0, $1) }
  }

  /// A server as it starts, for the first time or again.
  public init(_ id: NodeID, _ stored: Stored?) {
    let blank = Server.Snapshot(
      first: Machine(), members: Self.members.contains(id) ? Self.members : [])
    server = Server(
      id: id, stored: stored ?? Stored(snapshot: blank),
      settings: RaftSettings(timeouts: 0...0, entriesPerSnapshot: 5), now: 0)
  }

  /// What happens at a server, for a number below a thousand: mostly heartbeats, often a command, at times a
  /// timer that runs out, a change of the members, or nothing.
  public static func input(_ choice: Int) -> Input? {
    switch choice {
    case ..<60: .electionTimeout
    case ..<250: .propose("c\(choice)", token: 0)
    case ..<270: .change(.add(ids[choice % 4]), token: 0)
    case ..<290: .change(.remove(ids[choice % 4]), token: 0)
    case ..<600: .heartbeatTimeout
    default: nil
    }
  }

  /// A timer, a client's command, an operator's change.
  public mutating func take(_ input: Input) -> [Effect] {
    let wasLeader = server.role == .leader
    let outputs = server.step(input, now: 0, random: 0)
    var effects: [Effect] = outputs.compactMap { output in
      switch output {
      case .persist(let stored): .persist(stored)
      case .send(let message, let receiver): .send(message, to: receiver)
      case .applied(let entry, let index): .show(.applied(entry, at: index))
      case .setElectionTimer, .reply, .restored: nil
      }
    }
    if server.role == .leader, !wasLeader { effects.append(.show(.leads(server.term, server.id))) }
    return effects
  }

  /// A message arrives.
  public mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    take(.received(message, from: sender))
  }
}
