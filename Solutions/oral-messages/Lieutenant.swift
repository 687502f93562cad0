public import ExerciseKit

/// A loyal lieutenant in the algorithm OM(m), one message at a time.
///
/// Guarantee: among more than 3m generals of whom at most m are traitors, all loyal lieutenants decide
/// alike after m + 1 rounds, and when the commander is loyal they decide what he ordered. Source: Lamport,
/// Shostak and Pease 1982, section 3; rounds and paths as in Lynch 1996, section 6.2.
///
/// It holds while every message arrives unchanged in the round after which it was sent, and whoever hears it
/// knows who sent it (the paper's A1 to A3): in a synchronous network.
///
/// Cost: what an army of such lieutenants sends is `OralMessages.messageCount`; one order in memory for every
/// path of at most m + 1 generals.
///
/// Deviation: the paper's commanders within commanders are one tree of paths here, kept by each lieutenant for
/// himself. What came too late, twice, or along no path that there is, counts as not sent.
///
/// Must be stored: nothing; a lieutenant who stops between the rounds counts as a traitor.
public struct Lieutenant: OrderRelaying {
  private let name: NodeID
  private let commander: NodeID
  private let generals: [NodeID]
  private let traitors: Int
  private let fallback: String
  /// The round that is on, from 1.
  private var round = 1
  /// What was said along each path.
  private var heard: [[NodeID]: String] = [:]
  /// What he does; nil until round m + 1 has ended.
  public private(set) var decision: String?

  /// A lieutenant before the first round.
  public init(
    lieutenant: NodeID, commander: NodeID, generals: [NodeID], traitors: Int, fallback: String
  ) {
    name = lieutenant
    self.commander = commander
    self.generals = generals
    self.traitors = traitors
    self.fallback = fallback
  }

  /// A message arrives in the round that is on; returns whether it counts.
  public mutating func receive(_ message: RelayedOrder, from sender: NodeID) -> Bool {
    let path = message.path
    guard decision == nil, path.count == round, path.first == commander, path.last == sender,
      Set(path).count == path.count, !path.contains(name), path.allSatisfy(generals.contains),
      heard[path] == nil
    else { return false }
    heard[path] = message.order
    return true
  }

  /// The round ends; returns what to send in the next one.
  public mutating func endRound() -> [LieutenantEffect] {
    guard decision == nil else { return [] }
    if round > traitors {
      decision = believed([commander])
      return []
    }
    let paths = paths(of: round)
    round += 1
    return paths.flatMap { path -> [LieutenantEffect] in
      let message = RelayedOrder(path: path + [name], order: heard[path] ?? fallback)
      return others(than: path).map { .send(message, to: $0) }
    }
  }

  /// Those who are not on a path, but for this lieutenant.
  private func others(than path: [NodeID]) -> [NodeID] {
    generals.filter { $0 != name && !path.contains($0) }
  }

  /// All paths of so many generals on which a message may come here.
  private func paths(of length: Int) -> [[NodeID]] {
    (1..<length).reduce([[commander]]) { paths, _ in
      paths.flatMap { path in others(than: path).map { path + [$0] } }
    }
  }

  /// What the last general of a path is held to have been told: what most say, he himself and all to whom he
  /// has relayed it.
  private func believed(_ path: [NodeID]) -> String {
    let own = heard[path] ?? fallback
    guard path.count <= traitors else { return own }
    let said = [own] + others(than: path).map { believed(path + [$0]) }
    return said.first { order in 2 * said.count { $0 == order } > said.count } ?? fallback
  }
}
