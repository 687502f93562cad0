import Simulation
import Solutions
import Testing

@Suite("Monotone questions")
struct ReferenceGraphTests {
  private typealias Edge = ReferenceGraph.Edge
  private let names = ["a", "b", "c", "d", "e"]

  @Test func `what a chain of facts leads to is reachable, and nothing else`() {
    var graph = ReferenceGraph()
    for (from, to) in [("root", "a"), ("a", "b"), ("x", "y")] {
      graph.learn(ReferenceGraph.Edge(from, to))
    }
    for thing in ["root", "a", "b"] { #expect(!graph.isUnreachable(thing, from: "root")) }
    for thing in ["x", "y", "unheard of"] { #expect(graph.isUnreachable(thing, from: "root")) }
  }

  @Test func `a cycle that was found stays, garbage that was found need not`() {
    var takenBack = 0
    for seed in 1...200 {
      var random = RandomSource(seed: UInt64(seed))
      var graph = ReferenceGraph()
      var cycles: Set<String> = []
      var garbage: Set<String> = ["a", "b", "c", "d", "e"]
      for _ in 0..<12 {
        graph.learn(Edge(names[random.index(below: 5)], names[random.index(below: 5)]))
        let found = Set(names.filter(graph.isInCycle))
        #expect(cycles.isSubset(of: found))
        cycles = found
        let unreachable = Set(names.filter { graph.isUnreachable($0, from: "a") })
        takenBack += garbage.subtracting(unreachable).count
        garbage = unreachable
      }
    }
    #expect(takenBack > 200)
  }

  @Test func `the order in which facts arrive does not matter in the end`() {
    let edges = [Edge("a", "b"), Edge("b", "c"), Edge("c", "a"), Edge("d", "d")]
    var forwards = ReferenceGraph()
    var backwards = ReferenceGraph()
    for edge in edges { forwards.learn(edge) }
    for edge in edges.reversed() + edges { backwards.learn(edge) }
    #expect(forwards == backwards)
    #expect(["a", "b", "c", "d", "e"].map(forwards.isInCycle) == [true, true, true, true, false])
  }
}
