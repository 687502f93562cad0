import ExerciseKit
import Foundation
import Quizzes
import Solutions
import Testing

/// Calls that questions show are texts, and could name what the references no longer have. Each form of them
/// stands here, compiled and run.
@Suite("Calls as they are shown")
struct CallFormsTests {
  @Test func `a Lamport clock`() {
    var clock = LamportClock(node: NodeID(1))
    clock.tick()
    clock.receive(LamportStamp(counter: 7, node: NodeID(2)))
    #expect(clock.counter == 8)
  }

  @Test func `registers that meet`() {
    var ours = StampingRegister<String>(replica: NodeID(1), stored: nil)
    var theirs = StampingRegister<String>(replica: NodeID(2), stored: nil)
    ours.write("tea", clock: 3)
    theirs.write("milk", clock: 2)
    ours.merge(theirs)
    #expect(ours.value == "tea")
  }

  @Test func `a leader that hears an answer`() {
    // swift-format-ignore
    let log = [4].map { LogEntry($0, "x") }
    // swift-format-ignore
    var leader = LeaderLog(
      term: 4, log: log, peers: [NodeID(2)],
      commitIndex: 0)
    // swift-format-ignore
    _ = leader.handle(
      AppendReply(term: 4, success: true, matchIndex: 0), from: NodeID(2))
    // swift-format-ignore
    let effect =
      leader.handle(
        AppendReply(term: 4, success: true, matchIndex: 1), from: NodeID(2))
    #expect(effect == .commit(upTo: 1))
  }

  @Test func `a write with copies in regions`() {
    typealias Site = RegionStore.Site
    var store = RegionStore(regions: ["ap", "eu", "us"])
    let write = store.write(
      at: Site(region: "eu", number: 1), concern: .regional)
    store.store(write, at: Site(region: "eu", number: 2))
    #expect(store.isAcknowledged(write))
    let other = store.write(
      at: Site(region: "eu", number: 1), concern: .global)
    #expect(!store.isAcknowledged(other))
  }

  @Test func `objects with versions`() {
    var store = ObjectStore<String>()
    _ = store.update("a", "1", expecting: nil)
    _ = store.update("a", "1", expecting: 1)
    _ = store.delete("a", expecting: 2)
    let missing =
      store.update("a", "1", expecting: 1)
    let first =
      store.update("a", "1", expecting: nil)
    #expect(missing == .failure(VersionConflict(current: nil)))
    #expect(first == .success(4))
  }

  /// A line with its numbers, texts and the length of its lists taken away.
  private static func form(_ line: String) -> String {
    line.replacing(/\/\/.*/, with: "").replacing(/"[^"]*"/, with: "\"\"")
      .replacing(/\d+/, with: "0")
      .replacing(/(NodeID\(0\)|\b0|"")(, (NodeID\(0\)|0|""))+/) {
        match in
        match.1
      }
      .trimmingCharacters(in: .whitespaces)
  }

  @Test func `every line that is shown is of a form that stands here`() throws {
    let own = try String(contentsOfFile: #filePath, encoding: .utf8)
    let forms = Set(own.split(separator: "\n").map { Self.form(String($0)) })
    let kinds = ["lamport-calls", "register-calls", "commit-calls", "region-calls", "store-calls"]
    #expect(
      TracingQuestion.all.map(\.name).filter { $0.hasSuffix("-calls") }.sorted() == kinds.sorted())
    for kind in kinds {
      for seed in 0..<20 {
        let question = try Replay.question(kind, seed)
        let code = question.ask.split(separator: "```").first { $0.hasPrefix("swift\n") }
        for line in try #require(code).split(separator: "\n").dropFirst() {
          #expect(forms.contains(Self.form(String(line))), "\(kind): \(line)")
          #expect(line.count <= 76, "\(kind): \(line)")
        }
      }
    }
  }
}
