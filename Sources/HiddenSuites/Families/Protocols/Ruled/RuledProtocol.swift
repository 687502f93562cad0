import Checking
import ExerciseKit
import Wire

/// A protocol that lays down what every step of a node must be, so that the grader can judge each by
/// itself: what the family is told of it.
///
/// Nothing that decides comes from the node. What it must be is its shadow, worked out from what it was
/// told; what it says of itself is a claim to be judged.
protocol RuledProtocol: Sendable {
  associatedtype Member: RuledMember
  /// What a node must be.
  associatedtype Shadow: Hashable & Sendable
  associatedtype Message: RuledMessage
  /// What runs out at a node, written as in a schedule: `times out`.
  associatedtype Timer: RawRepresentable<String>, CaseIterable, Hashable, Sendable
  /// What a node is told.
  associatedtype Input: Hashable & Sendable
  /// What it answers: effects and claims.
  associatedtype Reaction
  /// What a run shows of its nodes together.
  associatedtype Record: RuledRecord<Message, Shadow>
  associatedtype Bounds: RuledBounds

  typealias Event = RuledEvent<Self>
  typealias Setting = RuledSetting<Self>
  typealias Lines = RuledLines<Self>
  typealias Run = RuledRun<Self>
  typealias Judgement = RuledJudgement<Shadow>

  /// The check that every input is answered.
  static var answering: Check { get }
  /// The check that a step depends on nothing but what it is given.
  static var purity: Check { get }

  // MARK: Steps

  static func write(_ member: Member, from persisted: Shadow, to writer: inout ByteWriter)
  static func write(_ input: Input, random: UInt64, to writer: inout ByteWriter)
  static func reaction(from reader: inout ByteReader) throws(WireError) -> Reaction
  static func input(_ timer: Timer) -> Input
  static func input(_ message: Message, from sender: NodeID) -> Input
  /// The timer that a search lets run out.
  static var searchedTimer: Timer { get }
  /// A timer that changes nothing in a node that has just started.
  static var idleTimer: Timer { get }
  static func judge(
    _ member: Member, _ before: Shadow, _ input: Input, _ reaction: Reaction
  ) -> Judgement
  /// Judges a node that has just been made from what its shadow had persisted.
  static func judgeStart(_ member: Member, _ before: Shadow, _ reaction: Reaction) -> Judgement
  /// What a node is after an input, by the rules.
  static func next(_ shadow: Shadow, _ member: Member, _ input: Input) -> Shadow
  /// What of a node is left after a crash.
  static func persisted(_ shadow: Shadow) -> Shadow
  static func sends(_ reaction: Reaction) -> [(message: Message, receiver: NodeID)]
  /// What a node that has broken the rules says it is.
  static func claimed(_ reaction: Reaction, _ before: Shadow) -> Shadow

  /// How long the timer that a step sets is to run, in milliseconds; of several the last, which stands.
  static func timer(setBy reaction: Reaction) -> Millis?
  /// Whether a node does anything when its other timer runs out.
  static func heedsIdleTimer(_ shadow: Shadow) -> Bool
  /// The check that messages break which beget more than one each, without end.
  static var stormCheck: String { get }

  // MARK: Searches and walks

  static func setting(_ bounds: Bounds) -> Setting
  static func canTimeOut(_ shadow: Shadow, within bounds: Bounds) -> Bool
  /// Whether a message can no longer matter to a node, by the rules.
  static func isSpent(_ message: Message, from sender: NodeID, at shadow: Shadow) -> Bool
  /// The check that two nodes break who send these; nil when they agree.
  static func conflict(_ message: Message, _ other: Message) -> String?
  /// Inputs of all kinds in turn, each of which does something.
  static func variedInput(_ round: Int, from sender: NodeID) -> Input
  /// Draws what happens to a node that is no delivery of what was sent, a tenth to a third of all.
  /// - Parameter dice: 0 to 99.
  static func draw(
    _ dice: Int, at node: NodeID, _ shadow: Shadow, stranger: () -> NodeID
  ) -> Event?
  /// What might make a run of one node plainer, in the order in which it is tried.
  static func simplifications(of lines: Lines) -> [(Lines) -> Lines]

  // MARK: Words

  static func text(_ setting: Setting) -> String
  static func setting(_ text: String) -> Setting?
  /// A node as its lane begins.
  static func label(_ member: Member, from persisted: Shadow) -> String
  /// A node as its lane shows it.
  static func label(_ shadow: Shadow) -> String
  /// A node as a sentence names it: `leader of term 2`.
  static func phrase(_ shadow: Shadow) -> String
  /// A timer that runs out, as a lane and as a sentence tell it.
  static func label(_ timer: Timer) -> String
  static func sentence(_ timer: Timer, at node: NodeID) -> String
  /// Whether what a step answers is not worth a word beside what the node becomes.
  static func outshinesAnswer(_ after: Shadow, _ before: Shadow) -> Bool
  /// The step that cannot be right beside the last one.
  static func contradicted(by last: Run.Step, of run: Run, _ check: String) -> Int?
}

/// Who a node is and what never changes about it.
protocol RuledMember: Hashable, Sendable {
  var id: NodeID { get }
  var peers: [NodeID] { get }
}

protocol RuledMessage: Hashable, Sendable {
  /// The text form, without spaces at its ends, and back.
  var text: String { get }
  init?(words: ArraySlice<String>)
  /// As an arrow's label, and as a sentence names it.
  var label: String { get }
  var phrase: String { get }
  /// Whether the network takes it.
  var isDeliverable: Bool { get }
  /// Whether it answers another.
  var isReply: Bool { get }
  /// Whether it makes a difference that it is lost.
  var isMissed: Bool { get }
  /// Whether it conflicts with none.
  var isHarmless: Bool { get }
}

/// What is remembered of a run as a whole.
protocol RuledRecord<Message, Shadow> {
  associatedtype Message
  associatedtype Shadow

  init()
  /// Notes a step of a node.
  /// - Returns: what is wrong with the run since.
  mutating func note(
    _ node: NodeID, _ before: Shadow, _ after: Shadow, sends: [Message]
  ) -> LocalViolation?
}

/// How far a search goes.
protocol RuledBounds: Hashable, Sendable {
  /// Whether nodes crash and restart from what they persisted.
  var crashes: Bool { get }
  var replies: RepliesOfSearch { get set }
}

/// What becomes, in a search, of replies that can no longer matter.
package enum RepliesOfSearch: String, Hashable, Sendable {
  /// They are messages like any other.
  case kept
  /// What makes no difference when it is lost is never delivered.
  case lost
  /// They leave the network once their receiver is seen to ignore them and, by the rules, always
  /// will: the same behaviours in a thousandth of the states.
  case takenOutWhenSpent
  /// They are lost as soon as, by the rules, they can no longer matter, whether or not the receiver
  /// would ignore them: for submissions that keep a record of such messages.
  case lostWhenSpent
}

/// What the rules say of one step.
struct RuledJudgement<Shadow> {
  /// The node as it must be afterwards; nil when the node has become something else, so that nothing
  /// sensible can be said of its later steps.
  var next: Shadow?
  /// What the step breaks, the most telling first.
  var violations: [LocalViolation] = []
  /// The checks that the step put to the test and that it passed: a guarantee that nothing has ever
  /// put to the test has not been shown to hold.
  var kept: Set<String> = []
}

/// Who takes part in a run, and what each has on stable storage when it begins.
struct RuledSetting<P: RuledProtocol>: Hashable, Sendable {
  /// The nodes that are run, in the order of the picture's lanes.
  var members: [P.Member]
  var persisted: [P.Shadow]

  func index(of node: NodeID) -> Int? { members.firstIndex { $0.id == node } }
}

// MARK: One step

extension RuledProtocol {
  /// Has a node made in a slot.
  static func make(
    _ member: Member, from persisted: Shadow, in slot: Int, _ program: inout Program
  ) {
    program.make(slot) { write(member, from: persisted, to: &$0) }
  }

  /// Has the node in a slot told an input.
  static func tell(_ slot: Int, _ input: Input, random: UInt64, _ program: inout Program) {
    program.call(slot) { write(input, random: random, to: &$0) }
  }

  /// Lets an event happen to the node in a slot. One that starts again says what it is when a copy of
  /// it is told what changes nothing.
  static func happen(
    _ event: Event, to member: Member, _ before: Shadow, in slot: Int, scratch: Int,
    random: UInt64, _ program: inout Program
  ) {
    guard case .restart = event else { return tell(slot, event.input, random: random, &program) }
    make(member, from: before, in: slot, &program)
    if slot != scratch { program.copy(slot, to: scratch) }
    tell(scratch, event.input, random: random, &program)
  }

  static func judge(
    _ event: Event, _ member: Member, _ before: Shadow, _ reaction: Reaction
  ) -> Judgement {
    if case .restart = event { return judgeStart(member, before, reaction) }
    return judge(member, before, event.input, reaction)
  }

  /// What a node is after an event, by the rules.
  static func next(_ shadow: Shadow, _ member: Member, _ event: Event) -> Shadow {
    if case .restart = event { persisted(shadow) } else { next(shadow, member, event.input) }
  }

  /// What a subject's answer to a step says.
  static func reaction(in answer: [UInt8]?) throws(Stop) -> Reaction {
    guard let answer else { throw .protocolViolation("a step without an answer") }
    do throws(WireError) {
      var reader = ByteReader(answer)
      let reaction = try reaction(from: &reader)
      try reader.expectEnd()
      return reaction
    } catch {
      throw .protocolViolation("an answer to a step that is not one: \(error)")
    }
  }
}
