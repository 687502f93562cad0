/// The oral-messages algorithm OM(m): how loyal generals agree on a commander's order although some
/// generals lie, and tell different lies to different people.
///
/// Guarantee: with more than 3m generals of whom at most m are traitors, all loyal lieutenants decide
/// alike, and when the commander is loyal they decide what he ordered. With 3m or fewer there is a
/// lie that breaks it. Source: Lamport, Shostak and Pease 1982, section 3.
///
/// It holds while every message that is sent arrives unchanged, who hears it knows who sent it, and silence
/// is noticed (the paper's A1 to A3): in a synchronous network.
///
/// Cost: n - 1 messages with m = 0, and for each m one factor more: (n - 1)(n - 2) … (n - m - 1) in the last
/// round (`messageCount`).
///
/// Deviation: a traitor's silence is a lie like any other, as who hears nothing takes the default
/// order; and a tie counts for the default order.
///
/// Must be stored: nothing; it is one decision from beginning to end, and a general who stops within it
/// counts as a traitor.
public struct OralMessages: Sendable {
  /// What a commander orders and a lieutenant does.
  public enum Order: String, Hashable, Sendable, CaseIterable {
    case attack, retreat
  }

  private let generals: Int
  private let rounds: Int
  private let defaultOrder: Order

  /// Describes an army.
  /// - Parameters:
  ///   - generals: how many there are, the commander included; they are numbered from 0.
  ///   - rounds: m, how many times an order is relayed.
  ///   - defaultOrder: what a general does who heard nothing, or as many for as against.
  public init(generals: Int, rounds: Int, defaultOrder: Order = .retreat) {
    precondition(
      generals > rounds + 1, "an order cannot be relayed by more generals than there are")
    self.generals = generals
    self.rounds = rounds
    self.defaultOrder = defaultOrder
  }

  /// Runs the algorithm.
  /// - Parameters:
  ///   - commander: who gives the order.
  ///   - order: what he orders, unless he is a traitor and says otherwise.
  ///   - lie: what a traitor says instead of the order that came along `path`, a list of generals from
  ///     the commander to the sender; nil from a loyal general.
  /// - Returns: what each lieutenant decides, traitors too.
  public func run(
    commander: Int, order: Order, lie: (_ path: [Int], _ from: Int, _ to: Int) -> Order?
  ) -> [Int: Order] {
    let lieutenants = (0..<generals).filter { $0 != commander }
    var said: [Int: Order] = [:]
    for lieutenant in lieutenants {
      said[lieutenant] = lie([commander], commander, lieutenant) ?? order
    }
    return decisions(of: lieutenants, said: said, path: [commander], rounds: rounds, lie: lie)
  }

  /// How many messages the algorithm sends.
  public func messageCount() -> Int {
    // After the commander's own, every message is relayed to all who are not yet on its path.
    (0...rounds).reduce((total: 0, paths: 1)) { sum, round in
      let paths = sum.paths * (generals - 1 - round)
      return (sum.total + paths, paths)
    }.total
  }

  /// What lieutenants make of orders that came along `path`.
  private func decisions(
    of lieutenants: [Int], said: [Int: Order], path: [Int], rounds: Int,
    lie: (_ path: [Int], _ from: Int, _ to: Int) -> Order?
  ) -> [Int: Order] {
    guard rounds > 0 else { return said }
    // Each lieutenant commands in turn: he relays what he heard to those not yet on the path.
    var relayed: [Int: [Order]] = said.mapValues { [$0] }
    for relay in lieutenants {
      let others = lieutenants.filter { $0 != relay }
      var heard: [Int: Order] = [:]
      for other in others {
        heard[other] = lie(path + [relay], relay, other) ?? said[relay] ?? defaultOrder
      }
      let believed = decisions(
        of: others, said: heard, path: path + [relay], rounds: rounds - 1, lie: lie)
      for other in others {
        relayed[other, default: []].append(believed[other] ?? defaultOrder)
      }
    }
    return relayed.mapValues(majority)
  }

  private func majority(of orders: [Order]) -> Order {
    let attacks = orders.count { $0 == .attack }
    if attacks * 2 == orders.count { return defaultOrder }
    return attacks * 2 > orders.count ? .attack : .retreat
  }
}
