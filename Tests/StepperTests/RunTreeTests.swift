import Checking
import ExerciseKit
import Simulation
import Solutions
import Stepping
import Subjects
import Testing
import Wire

@testable import Stepper

@Suite("A run that is stepped")
struct RunTreeTests {
  @Test func `each step tells states, effects and what the reference would have done`() throws {
    let tree = try Stepped.forgetful()
    let (end, left) = try tree.play(Stepped.twoVotes, skipping: false)
    #expect(left.isEmpty)
    let path = tree.path(to: end)
    #expect(path.count == 6)
    #expect(tree.moments[path[1]].view.states == ["candidate t1", "follower t0", "follower t0"])
    #expect(
      tree.moments[path[1]].view.flight.map(\.label) == ["request vote t1", "request vote t1"])
    #expect(!tree.moments[path[3]].differs)
    let last = tree.moments[end]
    #expect(tree.firstDifference(to: end) == end)
    #expect(tree.violation(to: end) == end)
    #expect(last.told?.violations.first?.check == "one-vote-per-term")
    #expect(last.expected?.contains { $0.text == "sends n2 a refusal of term 1" } == true)
    #expect(last.told?.effects.contains { $0.text == "sends n2 a granted vote of term 1" } == true)
    #expect(last.view.guarantees.first { $0.check == "one-vote-per-term" }?.standing == .broken)
  }

  @Test func `the learner's own fields are read from the value itself`() throws {
    let tree = try Stepped.forgetful()
    let (end, _) = try tree.play(Array(Stepped.twoVotes.prefix(3)), skipping: false)
    let fields = Dictionary(
      uniqueKeysWithValues: tree.moments[end].fields(ofLane: 2).map { ($0.name, $0.text) })
    #expect(fields["grants"] == "[1: n1]")
    #expect(fields["label"] == "\"a \"quoted\" </script> text\"")
    #expect(fields["elector"]?.hasPrefix("Elector(id: n3, peers: [n1, n2]") == true)
  }

  @Test func `what a dialect puts around the learner's value is not shown`() throws {
    let tree = try Stepped.tree(
      of: "g-counter", setting: "1 replica", InProcessSubject(GCounter.self, PNCounter.self))
    let end = try tree.step("n1 counts 1", after: 0)
    let fields = tree.moments[end].fields(ofLane: 0)
    #expect(fields.first { $0.name == "replica" }?.text == "n1")
    #expect(fields.contains { $0.text == "[n1: 1]" })
  }

  @Test func `another event is another branch, and what was tried is not asked again`() throws {
    let tree = try Stepped.forgetful()
    let one = try tree.step("n1 times out", after: 0)
    let two = try tree.step("n2 times out", after: 0)
    #expect(tree.moments[0].children == [one, two])
    #expect(tree.moments[two].view.states == ["follower t0", "candidate t1", "follower t0"])
    #expect(try tree.step("n1 times out", after: 0) == one)
    #expect(tree.moments.count == 3)
    let vote = try tree.step("n1 -> n2 requestVote 1 0.0", after: one)
    #expect(tree.moments[vote].view.states[1] == "follower t1")
    #expect(tree.events(to: vote) == ["n1 times out", "n1 -> n2 requestVote 1 0.0"])
    tree.visit(one)
    #expect(tree.end(from: 0) == vote)
  }

  @Test func `what cannot happen is refused, and nothing changes`() throws {
    let tree = try Stepped.forgetful()
    for line in [
      "n1 -> n2 requestVote 1 0.0", "n9 times out", "n1 sings", "heal", "lose n1 -> n2 grant 1",
      "cut", "cut n1 n2 n3", "", "n1 times out and crashes after x", "skip", "n1 -> n9 grant 1",
      "\u{1b}[31m", "n4294967296 times out", "n1 restarts and crashes after 1",
    ] {
      #expect(throws: StepRefusal.self, "\(line)") { try tree.step(line, after: 0) }
    }
    #expect(tree.moments.count == 1)
  }

  @Test func `a lost message is gone, a cut holds messages back, a delayed one still arrives`()
    throws
  {
    let tree = try Stepped.forgetful()
    let start = try tree.step("n1 times out", after: 0)
    let request = "n1 -> n2 requestVote 1 0.0"
    let lost = try tree.step("lose " + request, after: start)
    #expect(throws: StepRefusal.self) { try tree.step(request, after: lost) }
    let cut = try tree.step("cut n2", after: start)
    #expect(tree.moments[cut].view.flight.map(\.note) == ["cut off", ""])
    #expect(throws: StepRefusal.self) { try tree.step(request, after: cut) }
    let healed = try tree.step("heal", after: cut)
    let arrived = try tree.step(request, after: healed)
    let twice = try tree.step(request, after: arrived)
    #expect(tree.moments[twice].complaint == nil)
    let late = try tree.step("delay " + request, after: start)
    #expect(tree.moments[late].view.flight.first?.note == "delayed")
    _ = try tree.step(request, after: late)
  }

  @Test func `a node that crashes between two effects restarts from what it had stored`() throws {
    let tree = try Stepped.tree(
      InProcessSubject(Elector.self), reference: InProcessSubject(Elector.self))
    let early = try tree.step("n1 times out and crashes after 0", after: 0)
    #expect(tree.moments[early].view.states[0] == "follower t0")
    #expect(tree.moments[early].view.flight.isEmpty)
    let late = try tree.step("n1 times out and crashes after 3", after: 0)
    #expect(tree.moments[late].view.states[0] == "follower t1")
    #expect(tree.moments[late].view.stored[0] == "term 1, vote for n1")
    #expect(tree.moments[late].view.flight.count == 1)
    #expect(
      tree.moments[late].fields(ofLane: 0).contains { $0.name == "role" && $0.text == "follower" })
    #expect(tree.moments[0].run.scheduled(tree.events(to: late)) == nil)
  }

  @Test func `code that stops ends its branch, and other branches go on`() throws {
    let learner = StoppingSubject(InProcessSubject(Elector.self), at: [3])
    let tree = try Stepped.tree(learner, reference: InProcessSubject(Elector.self))
    let one = try tree.step("n1 times out", after: 0)
    let two = try tree.step("n1 -> n2 requestVote 1 0.0", after: one)
    let moment = tree.moments[two]
    #expect(moment.stop != nil && moment.differs && moment.told != nil)
    #expect(tree.violation(to: two) == two)
    #expect(throws: StepRefusal.self) { try tree.step("n1 times out", after: two) }
    #expect(learner.restarts == 1)
    let other = try tree.step("n1 -> n3 requestVote 1 0.0", after: one)
    #expect(tree.moments[other].complaint == nil)
    #expect(tree.moments[other].told?.effects.contains { $0.text.contains("granted vote") } == true)
    #expect(tree.counterexample(to: two).violation.sentence.contains("Index out of range"))
  }

  @Test(arguments: Stepped.exercises.indices)
  func `whatever is offered can happen, and a reference breaks nothing and differs in nothing`(
    index: Int
  ) throws {
    let (exercise, make) = Stepped.exercises[index]
    var random = RandomSource(seed: 7)
    for _ in 0..<4 {
      let tree = try Stepped.tree(of: exercise, make(), reference: make())
      var at = 0
      for _ in 0..<25 {
        let choices = tree.moments[at].run.choices
        guard let choice = random.element(of: choices) else { break }
        at = try tree.step(choice.event, after: at)
        let moment = tree.moments[at]
        #expect(moment.complaint == nil, "\(exercise) \(tree.events(to: at))")
        #expect(!moment.differs && moment.stop == nil, "\(exercise) \(tree.events(to: at))")
      }
      let again = try Stepped.tree(of: exercise, make())
      let (end, left) = try again.play(tree.events(to: at), skipping: false)
      #expect(left.isEmpty)
      #expect(again.moments[end].view == tree.moments[at].view)
      let lines = try #require(
        tree.moments[0].run.scheduled(
          tree.events(to: at).filter {
            !$0.contains("crashes after") || exercise != "raft-election"
          }))
      #expect(lines.count <= tree.events(to: at).count)
    }
  }

  @Test func `a schedule of the suite is walked, what cannot happen any more is counted`() throws {
    let tree = try Stepped.tree(InProcessSubject(Elector.self))
    let events = ["n1 times out", "n2 -> n3 requestVote 1 0.0", "n1 -> n2 requestVote 1 0.0"]
    let (end, left) = try tree.play(events, skipping: true)
    #expect(left.map(\.place) == [1])
    #expect(tree.path(to: end).count == 4)
    #expect(tree.moments[0].run.scheduled(tree.events(to: end)) == [events[0], events[2]])
  }

  @Test func `the share of ways that break something jumps where the run was lost`() throws {
    let tree = try Stepped.forgetful()
    let (end, _) = try tree.play(Stepped.twoVotes, skipping: false)
    let path = tree.path(to: end)
    let odds = try path.map { try tree.odds(after: $0, events: 2, budget: 5_000) }
    #expect(odds[0].distance == nil)
    // Once n3 has forgotten its vote, one delivery of those that can happen breaks the guarantee.
    #expect(odds[4].distance == 1)
    let choices = tree.moments[path[4]].run.choices.filter { RunTree.drawn.contains($0.kind) }
    #expect(odds[4].shares[0] == 1 / Double(choices.count))
    #expect(odds[3].shares[0] == 0 && odds[3].shares[1] > 0)
    #expect(odds[5].shares == [1, 1])
    let count = tree.moments.count
    #expect(try tree.odds(after: 0, events: 3, budget: 5).shares == [])
    #expect(tree.moments.count == count)
  }

  @Test func `code that stops in a way that is looked at costs nothing but that way`() throws {
    let learner = StoppingSubject(InProcessSubject(Elector.self), at: [4, 9])
    let tree = try Stepped.tree(learner)
    let one = try tree.step("n1 times out", after: 0)
    let odds = try tree.odds(after: one, events: 2, budget: 2_000)
    #expect(odds.distance == 1)
    let next = try tree.step("n1 -> n2 requestVote 1 0.0", after: one)
    #expect(tree.moments[next].complaint == nil)
  }
}
