public import ExerciseKit

/// One front for several stores: each operation goes to the protocol its data needs.
///
/// Guarantee: every operation has a route. Money is conserved and no balance falls below zero. A like
/// counts once per user and post. Whatever moved money is in the audit log exactly once after the
/// outbox was relayed, whatever crashed between: the outbox entry is written by the same atomic step as
/// the balances, and the log takes each number once. What stands in the log does not count for that:
/// anybody may write a line that looks like a transfer. Source for the outbox: Helland 2007, Life
/// beyond Distributed Transactions.
///
/// It holds with stops between any two steps, and with states of other routers lost, repeated and reordered.
///
/// Cost: two writes to the disk for a transfer, one of them later; a dot for every like and cart entry
/// ever, and one link for each line of the log, for good.
///
/// Must be stored: the whole router, as a copy of this value, after each operation: balances with the
/// outbox in one write, the log with the number it has taken last in another.
///
/// Deviation: the ledger and the profiles stand in for replicated stores; the protocols behind them
/// have chapters of their own. `mergeable` parts merge with those of another router.
public struct TruthRouter: Sendable {
  /// Why an operation was refused. Nothing has happened then.
  public enum Refusal: Error, Hashable, Sendable {
    /// The account holds less than was to be moved.
    case insufficientFunds(account: String, cents: Int)
    /// Only a positive amount moves, only between two accounts, and only where it can be counted.
    case invalidTransfer
  }

  /// An audit entry that was made with the change it tells of and is still to be logged.
  public struct OutboxEntry: Hashable, Sendable {
    /// The number of the transfer, which the log repeats.
    public let number: Int
    /// What happened.
    public let text: String
  }

  /// Balances in cents, by account.
  public private(set) var balances: [String: Int]
  /// Profiles' texts with the version of the write, by user.
  public private(set) var profiles: [String: (text: String, version: Int)] = [:]
  /// Who likes each post.
  public private(set) var likes: [String: ORSet<String>] = [:]
  /// What lies in each cart.
  public private(set) var carts: [String: ORSet<String>] = [:]
  /// Views counted here, by page.
  public private(set) var views: [String: Int] = [:]
  /// The audit log.
  public private(set) var audit = AuditLog()
  /// Entries that wait to be logged.
  public private(set) var outbox: [OutboxEntry] = []
  private var transferCount = 0
  /// The largest number of a transfer that the log has taken; numbers come in order.
  private var lastLogged = 0
  private let replica: NodeID

  /// A router at one replica, with balances in cents.
  public init(replica: NodeID, balances: [String: Int] = [:]) {
    self.replica = replica
    self.balances = balances
  }

  /// Does an operation.
  /// - Throws: `Refusal`, with nothing changed.
  public mutating func perform(_ operation: ShopOperation) throws(Refusal) {
    switch operation {
    case .transferMoney(let from, let to, let cents): try transfer(cents, from: from, to: to)
    case .updateProfile(let user, let text):
      profiles[user] = (text, (profiles[user]?.version ?? 0) + 1)
    case .addLike(let post, let user):
      guard likes[post]?.contains(user) != true else { return }
      likes[post, default: ORSet(replica: replica)].add(user)
    case .withdrawLike(let post, let user):
      likes[post, default: ORSet(replica: replica)].remove(user)
    case .addToCart(let user, let item):
      carts[user, default: ORSet(replica: replica)].add(item)
    case .removeFromCart(let user, let item):
      carts[user, default: ORSet(replica: replica)].remove(item)
    case .trackView(let page): views[page, default: 0] += 1
    case .auditAction(let text): audit.append(text)
    }
  }

  /// The number of users who like a post.
  public func likeCount(of post: String) -> Int { likes[post]?.elements.count ?? 0 }

  /// Moves the oldest outbox entry to the audit log.
  /// - Parameter crashesBeforeRemoval: true when the machine stops after logging and before it has
  ///   noted so; the entry is relayed again after the restart.
  public mutating func relayOutbox(crashesBeforeRemoval: Bool = false) {
    guard let entry = outbox.first else { return }
    // By its number, not by what it says: a line with the same words may be somebody else's.
    if entry.number > lastLogged {
      audit.append("transfer \(entry.number): \(entry.text)")
      lastLogged = entry.number
    }
    if !crashesBeforeRemoval { outbox.removeFirst() }
  }

  /// Takes over what another router's likes and carts know.
  public mutating func merge(_ other: TruthRouter) {
    for (post, set) in other.likes { likes[post, default: ORSet(replica: replica)].merge(set) }
    for (user, set) in other.carts { carts[user, default: ORSet(replica: replica)].merge(set) }
  }

  private mutating func transfer(
    _ cents: Int, from: String, to: String
  ) throws(Refusal) {
    guard cents > 0, from != to else { throw .invalidTransfer }
    guard balances[from, default: 0] >= cents else {
      throw .insufficientFunds(account: from, cents: balances[from, default: 0])
    }
    let received = balances[to, default: 0].addingReportingOverflow(cents)
    guard !received.overflow else { throw .invalidTransfer }
    balances[from, default: 0] -= cents
    balances[to] = received.partialValue
    transferCount += 1
    outbox.append(OutboxEntry(number: transferCount, text: "\(cents) cents, \(from) to \(to)"))
  }
}
