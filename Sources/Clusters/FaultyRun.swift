public import ExerciseKit
import Simulation

/// A node that can be stopped between any two of its effects and started again from its disk.
public protocol Restartable: Sendable {
  /// What it puts on its disk.
  associatedtype Stored: Sendable
  /// What happens to it that no message brings: a timer, a client's call.
  associatedtype Input: Sendable
  /// What nodes send each other.
  associatedtype Message: Sendable
  /// What it shows to those outside: a decision, an answer.
  associatedtype Sight: Sendable

  /// Says how many steps the run has had, before each step of the node. Who has a clock keeps it.
  mutating func notice(_ now: Int)

  /// Something happens at the node itself.
  mutating func take(_ input: Input) -> [FaultyRun<Self>.Effect]

  /// A message arrives, perhaps late, perhaps not for the first time.
  mutating func receive(_ message: Message, from sender: NodeID) -> [FaultyRun<Self>.Effect]
}

extension Restartable {
  /// Most have no clock.
  public mutating func notice(_ now: Int) {}
}

/// A run of several nodes on a network that loses, repeats and reorders messages and is cut in two at
/// times, where nodes stop between any two effects and start again from exactly what they persisted.
///
/// The seed is the whole run. What is seen is kept in order; whoever makes the run judges it by that
/// and by the nodes.
public struct FaultyRun<Node: Restartable>: Sendable {
  /// What a step of a node wants done, in this order.
  public enum Effect: Sendable {
    /// The disk holds this from here on.
    case persist(Node.Stored)
    /// A message leaves.
    case send(Node.Message, to: NodeID)
    /// Somebody outside sees this.
    case show(Node.Sight)
  }

  /// How often what goes wrong, each of a thousand.
  public struct Faults: Hashable, Sendable {
    /// Messages that are lost.
    public var losses = 100
    /// Messages that are delivered and stay on their way.
    public var copies = 150
    /// Moments before an effect, or after the last one, in which the node stops.
    public var stops = 30
    /// Steps in which the network is cut in two, or made whole again.
    public var cuts = 5
    /// True for nodes that find an empty disk when they start again: what nothing here withstands.
    public var emptiesDisks = false

    /// The usual ones.
    public init() {}

    /// None at all.
    public static var none: Faults {
      var none = Faults()
      (none.losses, none.copies, none.stops, none.cuts) = (0, 0, 0, 0)
      return none
    }
  }

  /// Something that was seen, and at which node.
  public struct Seen: Sendable {
    /// Where.
    public let node: NodeID
    /// What.
    public let sight: Node.Sight
    /// In which step.
    public let step: Int
  }

  /// A step, for who wants to tell the run.
  public struct Step: Sendable {
    /// Why a node did something.
    public enum Cause: Sendable {
      case input(Node.Input)
      /// `sentIn` is the step, by its place among those that are kept, in which the message was sent.
      case delivery(Node.Message, from: NodeID, sentIn: Int)
      /// It stopped, perhaps between two effects of its step before, and starts again from its disk.
      case restart
      /// It stopped for good.
      case end
    }

    /// Which node.
    public let node: NodeID
    /// Why.
    public let cause: Cause
    /// The node afterwards.
    public internal(set) var after: Node
    /// What others saw of it.
    public internal(set) var shown: [Node.Sight] = []
    /// What it sent and nobody ever received.
    public internal(set) var lost: [(message: Node.Message, to: NodeID)] = []
  }

  private struct Letter: Sendable {
    let from: NodeID
    let to: NodeID
    let message: Node.Message
    let sentIn: Int
    var isDelivered = false
  }

  /// The nodes' names, in order.
  public let ids: [NodeID]
  /// What goes wrong from here on.
  public var faults: Faults {
    didSet { if faults.cuts == 0 { island = [] } }
  }
  private let start: @Sendable (NodeID, Node.Stored?) -> Node
  private var running: [NodeID: Node] = [:]
  private var disks: [NodeID: Node.Stored] = [:]
  private var network: [Letter] = []
  /// One side of the cut; empty while there is none.
  private var island: Set<NodeID> = []
  private var random: RandomSource
  /// What was shown, in order.
  public private(set) var seen: [Seen] = []
  /// How often a node has stopped.
  public private(set) var stopCount = 0
  /// How many steps the run has had.
  public private(set) var stepCount = 0
  /// Whether each step is kept from here on.
  public var keepsSteps = false
  /// The steps that were kept.
  public private(set) var steps: [Step] = []

  /// Starts all nodes.
  /// - Parameter start: makes a node from what its disk holds; nil for an empty one.
  public init(
    _ ids: [NodeID], faults: Faults = Faults(), seed: UInt64,
    start: @escaping @Sendable (NodeID, Node.Stored?) -> Node
  ) {
    self.ids = ids
    self.faults = faults
    self.start = start
    random = RandomSource(seed: seed)
    for id in ids { running[id] = start(id, nil) }
  }

  /// A node as it is now; nil for a stranger.
  public subscript(id: NodeID) -> Node? { running[id] }

  /// All nodes, in the order of their names.
  public var nodes: [Node] { ids.compactMap { running[$0] } }

  /// How many messages are on their way.
  public var messageCount: Int { network.count }

  /// Lets things happen at random: a message arrives, or a node is given an input.
  /// - Parameters:
  ///   - steps: how many.
  ///   - input: what happens at a node whose turn it is, chosen by a number below a thousand; nil for
  ///     nothing.
  public mutating func wander(steps: Int, input: (NodeID, Node, Int) -> Node.Input?) {
    for _ in 0..<steps {
      stepCount += 1
      if random.chance(faults.cuts, in: 1_000) { turnCut() }
      if network.isEmpty || random.chance(1, in: 4) {
        let id = ids[random.index(below: ids.count)]
        guard var node = running[id] else { continue }
        node.notice(stepCount)
        guard let input = input(id, node, random.index(below: 1_000)) else { continue }
        perform(at: id, because: .input(input)) { $0.take(input) }
      } else {
        deliver(random.index(below: network.count))
      }
    }
  }

  /// Gives a node an input.
  public mutating func give(_ input: Node.Input, to id: NodeID) {
    stepCount += 1
    perform(at: id, because: .input(input)) { $0.take(input) }
  }

  /// Stops a node and starts it again.
  public mutating func restart(_ id: NodeID) {
    stopCount += 1
    if faults.emptiesDisks { disks[id] = nil }
    let node = start(id, disks[id])
    running[id] = node
    if keepsSteps { steps.append(Step(node: id, cause: .restart, after: node)) }
  }

  /// Stops a node for good.
  public mutating func end(_ id: NodeID) {
    guard let node = running.removeValue(forKey: id) else { return }
    if keepsSteps { steps.append(Step(node: id, cause: .end, after: node)) }
  }

  /// Delivers everything that is on its way and what comes of it, in any order.
  /// - Parameter limit: ends an exchange that goes on for ever.
  public mutating func settle(limit: Int = 100_000) {
    for _ in 0..<limit where !network.isEmpty {
      stepCount += 1
      deliver(random.index(below: network.count))
    }
  }

  private mutating func deliver(_ position: Int) {
    let letter = network[position]
    let crossesCut = island.contains(letter.from) != island.contains(letter.to)
    let stays = !crossesCut && random.chance(faults.copies, in: 1_000)
    if !stays {
      network.swapAt(position, network.count - 1)
      network.removeLast()
    }
    guard !crossesCut, !random.chance(faults.losses, in: 1_000) else {
      if !stays, !letter.isDelivered, steps.indices.contains(letter.sentIn) {
        steps[letter.sentIn].lost.append((letter.message, letter.to))
      }
      return
    }
    if stays { network[position].isDelivered = true }
    let cause = Step.Cause.delivery(letter.message, from: letter.from, sentIn: letter.sentIn)
    perform(at: letter.to, because: cause) { $0.receive(letter.message, from: letter.from) }
  }

  private mutating func perform(
    at id: NodeID, because cause: Step.Cause, _ step: (inout Node) -> [Effect]
  ) {
    guard var node = running[id] else { return }
    node.notice(stepCount)
    let effects = step(&node)
    running[id] = node
    let number = steps.count
    if keepsSteps { steps.append(Step(node: id, cause: cause, after: node)) }
    for effect in effects {
      guard !random.chance(faults.stops, in: 1_000) else { return restart(id) }
      switch effect {
      case .persist(let stored): disks[id] = stored
      case .send(let message, let receiver):
        network.append(Letter(from: id, to: receiver, message: message, sentIn: number))
      case .show(let sight):
        seen.append(Seen(node: id, sight: sight, step: stepCount))
        if keepsSteps { steps[number].shown.append(sight) }
      }
    }
    if random.chance(faults.stops, in: 1_000) { restart(id) }
  }

  private mutating func turnCut() {
    island = island.isEmpty ? Set(ids.filter { _ in random.chance(1, in: 2) }) : []
  }
}
