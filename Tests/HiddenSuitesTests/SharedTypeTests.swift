import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing

@testable import HiddenSuites

@Suite("Classes and empty starters")
struct SharedTypeTests {
  private func firstFailure(of type: Any.Type, _ suite: any Suite) throws -> (String, String)? {
    for stage in suite.stages(for: .ofOwnCode) {
      for (check, verdict) in zip(stage.checks, try stage.run(InProcessSubject(type))) {
        if case .failed(let failure) = verdict { return (check.name, failure.message) }
      }
    }
    return nil
  }

  @Test func `a set that is a class is told so, whichever check finds it`() throws {
    let failure = try #require(try firstFailure(of: ClassSet.self, orSetSuite))
    #expect(failure.1.hasPrefix("your type is a class; copies share it"))
  }

  @Test func `a clock that is a class is told so, whichever check finds it`() throws {
    let failure = try #require(try firstFailure(of: ClassClock.self, happensBeforeSuite))
    #expect(failure.1.hasPrefix("your type is a class; copies share it"))
  }

  @Test func `a struct that is wrong is told nothing of classes`() throws {
    let failure = try #require(try firstFailure(of: UnionSet.self, orSetSuite))
    #expect(!failure.1.contains("class"))
  }

  @Test func `a clock whose init throws its counters away is told to keep them`() throws {
    let failure = try #require(try firstFailure(of: ForgetfulClock.self, happensBeforeSuite))
    #expect(failure.0 == "keeps-its-counters")
    #expect(failure.1 == "a[n1] is 0; it must be 1: a is [n1: 1]")
  }
}

private final class ClassSet: ObservedRemoveSet, @unchecked Sendable {
  private var inner: ORSet<String>

  init(replica: NodeID) { inner = ORSet(replica: replica) }

  var elements: Set<String> { inner.elements }

  func contains(_ element: String) -> Bool { inner.contains(element) }

  func add(_ element: String) -> Dot { inner.add(element) }

  func remove(_ element: String) -> Set<Dot> { inner.remove(element) }

  func merge(_ other: ClassSet) { inner.merge(other.inner) }
}

private final class ClassClock: CausalClock, @unchecked Sendable {
  private var inner: VectorClock

  init(_ counters: [NodeID: UInt64]) { inner = VectorClock(counters) }

  subscript(node: NodeID) -> UInt64 { inner[node] }

  func tick(_ node: NodeID) { inner.tick(node) }

  func merge(_ other: ClassClock) { inner.merge(other.inner) }

  func compare(to other: ClassClock) -> Causality { inner.compare(to: other.inner) }

  func happensBefore(_ other: ClassClock) -> Bool { inner.happensBefore(other.inner) }

  func isConcurrent(with other: ClassClock) -> Bool { inner.isConcurrent(with: other.inner) }

  static func == (left: ClassClock, right: ClassClock) -> Bool { left.inner == right.inner }

  func hash(into hasher: inout Hasher) { hasher.combine(inner) }
}

/// Throws away what it is made with.
private struct ForgetfulClock: CausalClock {
  private var inner = VectorClock()

  init(_ counters: [NodeID: UInt64]) {}

  subscript(node: NodeID) -> UInt64 { inner[node] }

  mutating func tick(_ node: NodeID) { inner.tick(node) }

  mutating func merge(_ other: ForgetfulClock) { inner.merge(other.inner) }

  func compare(to other: ForgetfulClock) -> Causality { inner.compare(to: other.inner) }

  func happensBefore(_ other: ForgetfulClock) -> Bool { inner.happensBefore(other.inner) }

  func isConcurrent(with other: ForgetfulClock) -> Bool { inner.isConcurrent(with: other.inner) }
}
