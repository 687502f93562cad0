import ExerciseKit
import Histories
import Simulation
import Wire

/// What a suite of a protocol is told of its exercise: how a node's steps become calls of the
/// submission, what comes of the answers, and what every state of a run must keep.
///
/// What an exercise does not ask for, such as the election below a replicated log, is the model's own and
/// right. Faults of the network and of machines are the family's.
protocol ProtocolModel: Sendable {
  associatedtype Words: Vocabulary where Words.Answer: Hashable
  /// Who takes part and what each starts from, written as one text.
  associatedtype Setting: Hashable & Sendable & CustomStringConvertible
  /// What a node has put on stable storage, from which alone it starts again.
  associatedtype Stored: Hashable & Sendable
  /// What is known of a node beside its value: whatever decides what it is asked next.
  associatedtype Node: Hashable & Sendable
  associatedtype Message: Hashable & Sendable
  /// What happens that is neither a delivery nor a crash: a timer, an election, a client's call.
  associatedtype Move: Hashable & Sendable
  /// One node's share of a move.
  associatedtype Deed: Hashable & Sendable
  /// What must be remembered of a run to know whether a state is right.
  associatedtype Record: Hashable & Sendable
  /// How far a search goes.
  associatedtype Bounds: Sendable
  /// What the nodes together look like to their clients.
  associatedtype Object: Histories.Model

  var object: Object { get }

  // MARK: Who takes part

  func setting(_ text: String) -> Setting?
  func names(_ setting: Setting) -> [NodeID]
  func stored(_ setting: Setting) -> [Stored]
  func record(_ setting: Setting) -> Record
  /// A node as it starts from what it has stored.
  func started(_ index: Int, from stored: Stored, _ setting: Setting) -> Node
  /// The same setting with small names in order.
  func inPlainNames(_ setting: Setting) -> Setting

  // MARK: Steps

  /// What each node does in a move; nil when the move cannot happen now.
  func deeds(of move: Move, at nodes: [Node]) -> [(node: Int, deed: Deed)]?
  /// What the node's value is asked in a step.
  func asks(_ step: ProtocolStep<Self>, of node: Node) -> [ProtocolAsk<Words>]
  /// What comes of a step, in the order in which it must happen.
  func effects(
    of answers: [Words.Answer], to step: ProtocolStep<Self>, _ node: inout Node
  ) -> ProtocolEffects<Self>
  /// What is wrong with a state.
  /// - Parameter record: remembers what the state shows.
  func fault(in nodes: [Node], _ record: inout Record) -> ProtocolFault?

  // MARK: Runs

  /// The moves that a search tries in a state.
  func moves(at nodes: [Node], within bounds: Bounds) -> [Move]
  /// Whether a message answers another, so that a search delivers it at once or never.
  func isReply(_ message: Message) -> Bool
  /// Whether a right node ignores a message from now on. A search drops it, once the submission is seen
  /// to ignore it.
  func isSpent(_ message: Message, at node: Node) -> Bool
  /// Draws a move of a long run.
  /// - Parameter number: no two moves of a run have one.
  func draw(_ nodes: [Node], number: Int, random: inout RandomSource) -> Move?
  /// The moves after which everything must come to rest, with a network that loses nothing.
  func healing(_ nodes: [Node], number: Int) -> [Move]
  /// In how many rounds of deliveries it must have.
  func roundsToRest(_ nodes: [Node]) -> Int
  /// What is still missing at rest.
  func unfinished(_ nodes: [Node]) -> String?
  /// The operation of a client that a move begins. The key is how `ProtocolEffects.ended` names it.
  func operation(of move: Move) -> (key: String, input: Object.Input)?

  // MARK: Words

  /// A move as a line of a schedule, and back.
  func text(_ move: Move, _ names: [NodeID]) -> String
  func move(_ text: String, _ names: [NodeID]) -> Move?
  /// The node in whose lane a move is drawn.
  func lane(of move: Move) -> Int
  func label(_ message: Message) -> String
  func label(_ node: Node) -> String
  /// An operation and what came of it, behind the name of who asked: `writes a`, `reads a`.
  func phrase(_ input: Object.Input, _ output: Object.Output?) -> String
}

/// What one node is put to.
enum ProtocolStep<Model: ProtocolModel>: Hashable, Sendable {
  case receive(Model.Message, from: Int)
  case take(Model.Deed)
}

/// What a node's value is asked.
enum ProtocolAsk<Words: Vocabulary>: Sendable {
  /// To be made anew.
  case make(Words.Arguments)
  case call(Words.Call)
}

/// What comes of a step.
struct ProtocolEffects<Model: ProtocolModel> {
  enum Effect {
    case store(Model.Stored)
    case send(Model.Message, to: Int)
  }

  /// In the order in which they happen. A node may crash between any two of them.
  var effects: [Effect] = []
  /// Clients' operations that end.
  var ended: [(key: String, output: Model.Object.Output)] = []
  /// What is wrong with the step by itself.
  var fault: ProtocolFault?
}

/// What is wrong with a run.
struct ProtocolFault: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// A step or a state breaks what each must keep.
    case invariant
    /// What clients were told fits into no order.
    case unexplained
    /// Nothing is lost, and yet nothing comes to its end.
    case unfinished
  }

  var kind: Kind
  var sentence: String
}
