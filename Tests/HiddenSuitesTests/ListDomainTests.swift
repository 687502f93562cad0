import ExerciseKit
import Simulation
import Testing

@testable import HiddenSuites

/// Lists among the arguments of a call.
@Suite("Lists that are drawn")
struct ListDomainTests {
  private let form = NumberForm("compare(#, #)", [.clock, .clock])

  @Test func `a list is read as it is written, and neighbours with one number stand together`() {
    for (numbers, text) in [
      ([0, 0], "compare([], [])"), ([1, 7, 3, 0], "compare([n7: 3], [])"),
      ([2, 1, 1, 2, 1, 1, 9, 0], "compare([n1: 1, n2: 1], [n9: 0])"),
      ([3, 1, 4, 2, 4, 3, 4, 1, 2, 5], "compare([n1...n3: 4], [n2: 5])"),
      ([2, 2, 1, 1, 1, 0], "compare([n2: 1, n1: 1], [])"),
    ] as [([Int128], String)] {
      #expect(form.text(numbers) == text)
      #expect(form.numbers(in: text) == numbers, "\(text)")
    }
  }

  @Test(arguments: [
    "compare([], [n1: 1, n1: 2])", "compare([n1...n1: 1], [])", "compare([n3...n1: 1], [])",
    "compare([n1: 1,], [])", "compare([n1: -1], [])", "compare([n4294967296: 1], [])",
    "compare([n1...n999999: 1], [])", "compare([], [)", "compare([], ", "compare([])",
  ])
  func `what is no list is refused`(text: String) {
    #expect(form.numbers(in: text) == nil)
  }

  @Test func `what is drawn may stand there, and is read back`() {
    var random = RandomSource(seed: 3)
    var (equal, larger, sizes) = (0, 0, Set<Int128>())
    for numbers in form.space.draw(600, random: &random) {
      #expect(form.space.contains(numbers))
      #expect(form.numbers(in: form.text(numbers)) == numbers)
      let parts = form.space.parts(of: numbers) ?? []
      let clocks = parts.map { SparseClock($0) }
      if clocks[0] == clocks[1] { equal += 1 }
      if clocks[0].relation(to: clocks[1]) == .before { larger += 1 }
      sizes.insert(numbers[0])
    }
    // Lists that differ in nothing but how they are written, and in a little, and long ones.
    #expect(equal > 20 && larger > 60 && sizes.contains { $0 > 60 })
  }

  @Test func `what is simpler is allowed, and comes to an end`() throws {
    var numbers = try #require(
      form.numbers(in: "compare([n70000: 9, n3...n40: 2], [n70000: 8, n5: 1])"))
    var rounds = 0
    // As if only the largest node mattered.
    while let next = form.space.simpler(than: numbers).first(where: { $0.contains(70_000) }) {
      #expect(form.space.contains(next))
      numbers = next
      rounds += 1
      try #require(rounds < 60)
    }
    #expect(form.text(numbers) == "compare([n70000: 0], [])" || numbers.count <= 4)
  }
}
