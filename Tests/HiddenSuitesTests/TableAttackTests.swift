import Checking
import ExerciseKit
import Solutions
import Subjects
import Synchronization
import Testing
import Wire

@testable import HiddenSuites

// Submissions that answer right what an earlier run was asked, and otherwise by some default. The
// run is recorded by the same type: first it answers right and notes what it is asked.

/// What an earlier run was asked.
private enum Notes {
  /// How a submission answers what it does not find in its notes.
  enum Otherwise: CaseIterable {
    /// Always wrong.
    case wrong
    /// Wrong in one of eight cases.
    case wrongNowAndThen
    /// What it knows of the first operations decides for all that follow.
    case byPrefix
  }

  private struct State {
    var known: Set<UInt64> = []
    var isRecording = true
    var otherwise = Otherwise.wrong
  }

  private static let state = Mutex(State())

  static func record() { state.withLock { $0 = State() } }

  static func answer(_ otherwise: Otherwise) {
    state.withLock {
      $0.isRecording = false
      $0.otherwise = otherwise
    }
  }

  /// True when the right answer may be given.
  static func knows(_ question: UInt64, prefix: UInt64) -> Bool {
    state.withLock { state in
      if state.isRecording {
        state.known.formUnion([question, prefix])
        return true
      }
      return switch state.otherwise {
      case .wrong: state.known.contains(question)
      case .wrongNowAndThen: state.known.contains(question) || question % 8 != 0
      case .byPrefix: state.known.contains(prefix)
      }
    }
  }
}

/// A digest of what was done to a value, and of the first few operations.
private struct Past: Hashable, Sendable {
  private(set) var digest: UInt64 = 14_695_981_039_346_656_037
  private(set) var prefix: UInt64 = 14_695_981_039_346_656_037
  private var count = 0

  mutating func note(_ text: String) {
    digest = Self.mixed(digest, text)
    count += 1
    if count <= 6 { prefix = digest }
  }

  func knows(_ question: String) -> Bool {
    Notes.knows(Self.mixed(digest, question), prefix: Self.mixed(prefix, "prefix"))
  }

  private static func mixed(_ digest: UInt64, _ text: String) -> UInt64 {
    text.utf8.reduce(digest) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }
}

private struct TableSet: ObservedRemoveSet {
  private var inner: ORSet<String>
  private var past = Past()

  init(replica: NodeID) {
    inner = ORSet(replica: replica)
    past.note("\(replica)")
  }

  var elements: Set<String> {
    past.knows("elements") ? inner.elements : Set(inner.elements.sorted().dropFirst())
  }

  func contains(_ element: String) -> Bool {
    past.knows("elements") ? inner.contains(element) : elements.contains(element)
  }

  mutating func add(_ element: String) -> Dot {
    past.note("add \(element)")
    return inner.add(element)
  }

  mutating func remove(_ element: String) -> Set<Dot> {
    past.note("remove \(element)")
    return inner.remove(element)
  }

  mutating func merge(_ other: TableSet) {
    past.note("merge \(other.past.digest)")
    inner.merge(other.inner)
  }
}

private struct TableClock: CausalClock {
  private var inner: VectorClock
  private var past = Past()

  static func == (left: TableClock, right: TableClock) -> Bool { left.inner == right.inner }

  func hash(into hasher: inout Hasher) { inner.hash(into: &hasher) }

  init(_ counters: [NodeID: UInt64]) {
    inner = VectorClock(counters)
    past.note(counters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined())
  }

  subscript(node: NodeID) -> UInt64 { inner[node] }

  mutating func tick(_ node: NodeID) {
    past.note("tick \(node)")
    inner.tick(node)
  }

  mutating func merge(_ other: TableClock) {
    past.note("merge \(other.past.digest)")
    inner.merge(other.inner)
  }

  func compare(to other: TableClock) -> Causality {
    past.knows("\(other.past.digest)") ? inner.compare(to: other.inner) : .concurrent
  }

  func happensBefore(_ other: TableClock) -> Bool { compare(to: other) == .before }

  func isConcurrent(with other: TableClock) -> Bool { compare(to: other) == .concurrent }
}

/// A node that knows what it did in each state at each input, whatever the random bits.
private struct TableElector: Electing {
  private var inner: Elector

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    inner = Elector(
      id: id, peers: peers, term: term, votedFor: votedFor, lastLog: lastLog, timeouts: timeouts)
  }

  var role: Role { inner.role }
  var term: Term { inner.term }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    var past = Past()
    // Its sets are written in no order that lasts.
    past.note(String("\(inner)".sorted()))
    return past.knows("\(input)") ? inner.step(input, random: random) : []
  }
}

@Suite("Submissions that know what they were asked", .serialized)
struct TableAttackTests {
  /// The submission that was asked first, and the one into which its notes were written.
  private let asked = InputKey(files: [[1]])
  private let attacking = InputKey(files: [[2]])

  private func fails(
    _ suite: some Checking.Suite, _ type: Any.Type, _ key: InputKey, only check: String? = nil
  ) throws -> [String] {
    var names: [String] = []
    for stage in suite.stages(for: key)
    where check == nil || stage.checks.contains(where: { $0.name == check }) {
      do throws(Stop) {
        let verdicts = try stage.run(InProcessSubject(type))
        names += zip(stage.checks, verdicts).filter { !$1.isPassed }.map(\.0.name)
      } catch {
        names += stage.checks.map(\.name)
      }
    }
    return names
  }

  private func attack(
    _ suite: some Checking.Suite, _ type: Any.Type, only check: String? = nil,
    otherwise ways: [Notes.Otherwise] = Notes.Otherwise.allCases
  ) throws {
    Notes.record()
    #expect(try fails(suite, type, asked, only: check) == [])
    for otherwise in ways {
      Notes.answer(otherwise)
      // The notes are complete: asked the same, it passes.
      #expect(try fails(suite, type, asked, only: check) == [], "\(otherwise)")
      #expect(try fails(suite, type, attacking, only: check) != [], "\(otherwise)")
    }
  }

  @Test func `a set that knows all histories of an earlier run does not pass`() throws {
    try attack(orSetSuite, TableSet.self)
  }

  @Test func `a clock that knows all comparisons of an earlier run does not pass`() throws {
    try attack(happensBeforeSuite, TableClock.self)
  }

  @Test func `a node that knows all steps of an earlier run does not pass`() throws {
    try attack(
      RaftElectionSuite(), TableElector.self, only: "far-beyond-the-bounds", otherwise: [.wrong])
  }
}
