import ExerciseKit
import Solutions
import Testing

/// What the servers in these tests replicate: the list of their commands.
struct Roll: ReplicatedMachine, Hashable {
  var commands: [String] = []

  mutating func apply(_ command: String) -> [String] {
    commands.append(command)
    return commands
  }

  /// What the list begins with.
  func answer(_ query: Int) -> [String] { Array(commands.prefix(query)) }
}

/// Servers whose messages somebody delivers, and whose clocks somebody sets.
struct RaftBench {
  typealias Server = RaftServer<Roll>

  struct Letter {
    var from: NodeID
    var to: NodeID
    var message: Server.Message
  }

  let settings: RaftSettings
  private(set) var servers: [NodeID: Server] = [:]
  private(set) var disks: [NodeID: Server.Stored] = [:]
  var mail: [Letter] = []
  /// The last reply for each token.
  private(set) var replies: [UInt64: Server.Reply] = [:]
  /// What every clock shows.
  var now: Millis = 1_000
  private var draws: UInt64 = 0
  /// False where servers are sent what no server sends.
  var isOrderChecked = true

  init(_ members: ClosedRange<UInt32>, spares: Int = 0, entriesPerSnapshot: Int = 100) {
    settings = RaftSettings(
      timeouts: 100...199, clockDrift: 25, entriesPerSnapshot: entriesPerSnapshot)
    let ids = members.map { NodeID($0) }
    let all = ids + (0..<UInt32(spares)).map { NodeID(members.upperBound + 1 + $0) }
    for id in all {
      let snapshot = Server.Snapshot(first: Roll(), members: ids.contains(id) ? ids : [])
      disks[id] = Server.Stored(snapshot: snapshot)
      restart(id)
    }
    // Nobody is loyal to anybody.
    now += 1_000
  }

  subscript(number: UInt32) -> Server {
    guard let server = servers[NodeID(number)] else { preconditionFailure("no n\(number)") }
    return server
  }

  func disk(_ number: UInt32) -> Server.Stored? { disks[NodeID(number)] }

  mutating func restart(_ id: NodeID) {
    guard let disk = disks[id] else { return }
    servers[id] = Server(id: id, stored: disk, settings: settings, now: now)
  }

  /// One input; what is sent is on its way then.
  @discardableResult
  mutating func give(_ input: Server.Input, to number: UInt32) -> [Server.Output] {
    let id = NodeID(number)
    draws += 1
    guard let outputs = servers[id]?.step(input, now: now, random: draws) else { return [] }
    if isOrderChecked { checkOrder(of: outputs, at: id) }
    for output in outputs {
      switch output {
      case .persist(let stored): disks[id] = stored
      case .send(let message, let receiver):
        mail.append(Letter(from: id, to: receiver, message: message))
      case .reply(let reply, let token): replies[token] = reply
      case .setElectionTimer, .applied, .restored: break
      }
    }
    return outputs
  }

  /// What leaves rests on a term, a vote and a log that are on the disk before.
  private func checkOrder(of outputs: [Server.Output], at id: NodeID) {
    guard let server = servers[id], var disk = disks[id] else { return }
    // Who is deposed answers its clients before it takes what another leader sends, and what goes into a
    // snapshot was on the disk.
    let isOrdinary =
      !outputs.contains { output in
        if case .reply(.refused(.deposed), _) = output { true } else { false }
      } && server.snapshot.last == disk.snapshot.last
    for output in outputs {
      switch output {
      case .persist(let stored): disk = stored
      case .send, .reply:
        #expect(disk.term == server.term && disk.votedFor == server.votedFor)
        if isOrdinary { #expect(disk.entries == server.log.entries) }
      case .setElectionTimer, .applied, .restored: break
      }
    }
    #expect(disk == server.stored)
  }

  /// Delivers what is sent among some servers until nothing is on its way between them.
  mutating func settle(among numbers: Set<UInt32>) {
    let group = Set(numbers.map { NodeID($0) })
    while let next = mail.firstIndex(where: { group.contains($0.from) && group.contains($0.to) }) {
      let letter = mail.remove(at: next)
      give(.received(letter.message, from: letter.from), to: letter.to.number)
    }
  }

  /// Loses everything that is on its way.
  mutating func lose() { mail = [] }

  /// A server's election timer runs out, long after anybody was heard; some may vote.
  mutating func elect(_ number: UInt32, among numbers: Set<UInt32>) {
    now += 200
    give(.electionTimeout, to: number)
    settle(among: numbers)
    lose()
  }

  /// A leader is given a command, and reaches some servers with it and with its commit index.
  mutating func propose(
    _ command: String, token: UInt64 = 1, at number: UInt32, among numbers: Set<UInt32>
  ) {
    give(.propose(command, token: token), to: number)
    settle(among: numbers)
    give(.heartbeatTimeout, to: number)
    settle(among: numbers)
    lose()
  }

  /// An operator asks a leader for a change, and it reaches some servers.
  mutating func change(
    _ change: MemberChange, token: UInt64 = 9, at number: UInt32, among numbers: Set<UInt32>
  ) {
    give(.change(change, token: token), to: number)
    settle(among: numbers)
    lose()
  }

  func reply(_ token: UInt64) -> Server.Reply? { replies[token] }
}
