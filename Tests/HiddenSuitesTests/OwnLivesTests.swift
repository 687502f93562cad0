import Checking
import Dialects
import Simulation
import Testing

@testable import HiddenSuites

/// What is drawn of an object beside what chance brings, and how much of one kind is told.
@Suite("Lives drawn for one thing")
struct OwnLivesTests {
  private let moment = NumberDomain(-1_000...1_000)

  /// Is told two moments, and knows the largest.
  private var watch: SequentialObject<Int128> {
    SequentialObject(
      subject: "watch", setting: NumberForm("fresh"), start: { _ in -2_000 },
      operations: [
        .init(NumberForm("sees # and #", [moment, moment]), near: { [[$0], [$0]] }) {
          numbers, state in
          state = max(state, numbers[0], numbers[1])
          return (.init(0), "it is compared")
        }
      ],
      text: { "\($0.kind)" }, moments: moment)
  }

  private func lives<State>(of object: SequentialObject<State>) -> [Conversation<ObjectTalk<State>>]
  {
    var random = RandomSource(seed: 5)
    let model = ObjectTalk(object)
    return model.ownBeginnings(random: &random).map { Conversation(model, $0, random: &random) }
  }

  @Test func `moments are equal, pass zero and step on from below it, in every order`() {
    var (equal, atZero, below, crossing) = (0, 0, 0, 0)
    for life in lives(of: watch) {
      var largest: Int128 = -2_000
      for line in life.lines {
        let (one, other) = (line.numbers[0], line.numbers[1])
        if one == other { equal += 1 }
        if one == 0, other == 0, largest < 0 { atZero += 1 }
        if one < 0, other < 0, one == largest || other == largest { below += 1 }
        if largest < 0, max(one, other) > 0 { crossing += 1 }
        largest = max(largest, one, other)
      }
    }
    #expect(
      equal > 100 && atZero > 0 && below > 100 && crossing > 3,
      "\((equal, atZero, below, crossing))")
  }

  @Test func `an object that is told of no moments has no such lives`() {
    var other = watch
    other.moments = nil
    #expect(lives(of: other).isEmpty)
  }

  @Test func `two or three replicas do everything many times with one thing, and do not restart`() {
    var removals = 0
    for life in lives(of: shoppingCarts) where life.setting.namesInFour == 4 {
      #expect(!life.lines.contains { shoppingCarts.operations[$0.operation].isOptional })
      var counts: [Int128: Int] = [:]
      for line in life.lines
      where shoppingCarts.operations[line.operation].form.pattern == "n#.remove(#)" {
        #expect(line.numbers[1] == 1)
        counts[line.numbers[0], default: 0] += 1
      }
      if counts.values.contains(where: { $0 > 3 }) { removals += 1 }
    }
    #expect(removals > 2)
  }

  @Test func `a crowd is written shortly, and small clusters by their names`() {
    let form = ClusterForm(words: "amounts to #", plain: [3], odd: [])
    for (text, numbers) in [
      ("amounts to 9: n1...n120", [9] + (1...120)), ("amounts to 9: n1...n7", [9] + (1...7)),
      ("amounts to 3: n2, n1", [3, 2, 1]),
    ] as [(String, [Int128])] {
      #expect(form.numbers(in: text) == numbers)
      #expect(form.text(numbers) == text)
    }
    for text in ["amounts to 9: n1...n6", "amounts to 9: n1...n201", "amounts to 9: n1"] {
      #expect(form.numbers(in: text) == nil, "\(text)")
    }
  }

  @Test func `an example may have more than is drawn`() {
    let many = NumberDomain(1...200, drawnTo: 9)
    let form = NumberForm("# of them", [many])
    #expect(form.numbers(in: "120 of them") == [120])
    var random = RandomSource(seed: 2)
    #expect((0..<200).allSatisfy { form.draw(isOdd: $0 % 2 == 0, random: &random)[0] < 10 })
    #expect((0..<200).allSatisfy { many.draw(after: [Int128($0)], random: &random) < 10 })
  }

  @Test func `a long stretch of lines alike is told as one, but never the last line`() throws {
    let part = try #require(pnCartSuite.parts.first as? ConversationPart<ObjectTalk<CartShadows>>)
    func told(_ lines: [String]) -> [String] {
      let talk = Conversation(part.model, "amounts to 9: n1, n2", lines)
      return part.run(
        .copiesApart("", chapter: "", points: 0), talk, upTo: lines.count - 1, answers: [],
        violation: ""
      ).steps.map(\.sentence)
    }
    let items = (1...9).map { "n1.add(i\($0), 2)" }
    // The first says what they were told to be.
    let start = "carts at the start: amounts to 9: n1, n2; "
    #expect(
      told(items) == [
        start + "the carts are told n1.add(i1, 2), and so on up to n1.add(i8, 2)",
        "the carts are told n1.add(i9, 2)",
      ])
    #expect(
      told(["n1.items"] + Array(repeating: "n1.remove(i3)", count: 8) + ["n1.items"]) == [
        start + "the carts are told n1.items", "the carts are told n1.remove(i3), 8 times",
        "the carts are told n1.items",
      ])
    // Few are told one by one, and so is what differs in more than a number.
    #expect(told(Array(items.prefix(6))).count == 6)
    #expect(told((1...9).map { "n1.add(i\($0), \($0))" }).count == 9)
  }

  @Test func `names of many bytes, and with a byte of zero, are read as they are written`() {
    let bytes = NumberDomain(namesWith: "k", areBytes: true)
    let plain = NumberDomain(namesWith: "k")
    for number in plain.range.upperBound + 1...bytes.range.upperBound {
      #expect(bytes.number(in: bytes.text(number)) == number, "\(bytes.text(number))")
      #expect(bytes.text(number).count < 30)
      let name = bytes.name(number) ?? ""
      #expect(name.utf8.contains(0) || name.utf8.count >= 1_000)
      #expect(WrittenName.number(writtenAs: name, "k").map { Int128($0) } == number)
      #expect(plain.number(in: bytes.text(number)) == nil)
    }
  }
}
