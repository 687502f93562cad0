import Testing
import Wire

@testable import Subjects

@Suite("Canonical form")
struct CanonicalFormTests {
  @Test func `equal sets have equal forms however they were built`() {
    // Many elements and many orders: iteration order differs between equal sets.
    let elements = Array(0..<200)
    let forms = [
      Set(elements), Set(elements.reversed()),
      elements.reduce(into: Set<Int>(minimumCapacity: 5_000)) { $0.insert($1) },
      Set(elements + (200..<900)).filter { $0 < 200 },
    ].map { canonicalForm(of: Holder(set: $0)) }
    #expect(Set(forms).count == 1)
  }

  @Test func `equal dictionaries have equal forms however they were built`() {
    let keys = (0..<100).map { "key \($0)" }
    func dictionary(_ keys: [String], capacity: Int) -> [String: Set<Int>] {
      keys.reduce(into: Dictionary(minimumCapacity: capacity)) {
        $0[$1] = Set(0...$1.utf8.count)
      }
    }
    let forms = [
      dictionary(keys, capacity: 0), dictionary(keys.reversed(), capacity: 10_000),
    ].map { canonicalForm(of: $0) }
    #expect(forms[0] == forms[1])
  }

  /// Every value differs from every other in something stored.
  @Test func `different states have different forms`() {
    let forms: [(String, [UInt8])] = [
      ("1", canonicalForm(of: Pair(1, 2))), ("2", canonicalForm(of: Pair(2, 1))),
      ("3", canonicalForm(of: Pair(2, 2))), ("4", canonicalForm(of: Pair(-1, 2))),
      ("empty", canonicalForm(of: Holder(set: []))),
      ("0", canonicalForm(of: Holder(set: [0]))),
      ("0 1", canonicalForm(of: Holder(set: [0, 1]))),
      ("plain", canonicalForm(of: Kinds(kind: .plain))),
      ("other", canonicalForm(of: Kinds(kind: .other))),
      ("number 1", canonicalForm(of: Kinds(kind: .number(1)))),
      ("number 2", canonicalForm(of: Kinds(kind: .number(2)))),
      ("count 1", canonicalForm(of: Kinds(kind: .count(1)))),
      ("both", canonicalForm(of: Kinds(kind: .both(1, text: "a")))),
      ("both'", canonicalForm(of: Kinds(kind: .both(1, text: "b")))),
      ("pair", canonicalForm(of: Kinds(kind: .pair(Pair(1, 2))))),
      ("pair'", canonicalForm(of: Kinds(kind: .pair(Pair(2, 1))))),
      ("maybe nil", canonicalForm(of: Kinds(kind: .maybe(nil)))),
      ("maybe 0", canonicalForm(of: Kinds(kind: .maybe(0)))),
      ("maybe 0 later", canonicalForm(of: Kinds(kind: .maybe(1)))),
    ]
    for (index, left) in forms.enumerated() {
      for right in forms[(index + 1)...] {
        #expect(left.1 != right.1, "\(left.0) and \(right.0)")
      }
    }
  }

  @Test func `optionals differ by whether they hold something and by what`() {
    let values: [Int??] = [nil, .some(nil), .some(.some(0)), .some(.some(1))]
    #expect(Set(values.map { canonicalForm(of: $0) }).count == 4)
    let hidden: [Maybe] = [
      Maybe(value: nil), Maybe(value: Pair(0, 0)), Maybe(value: Pair(0, 1)),
    ]
    #expect(Set(hidden.map { canonicalForm(of: $0) }).count == 3)
  }

  @Test func `floating-point numbers differ`() {
    let numbers: [Double] = [0, 0.1, 0.2, 1e300, -1, .infinity]
    #expect(Set(numbers.map { canonicalForm(of: $0) }).count == numbers.count)
    #expect(Set(numbers.map { canonicalForm(of: Weight(value: $0)) }).count == numbers.count)
    #expect(canonicalForm(of: Weight(value: 0.1)) == canonicalForm(of: Weight(value: 0.1)))
  }

  @Test func `truth values, texts and small integers differ`() {
    #expect(canonicalForm(of: true) != canonicalForm(of: false))
    #expect(Set((0...255).map { canonicalForm(of: UInt8($0)) }).count == 256)
    #expect(canonicalForm(of: "ab") != canonicalForm(of: "ba"))
    #expect(canonicalForm(of: ["a", "b"]) != canonicalForm(of: ["ab"]))
    #expect(canonicalForm(of: [["a"], []]) != canonicalForm(of: [[], ["a"]]))
  }

  @Test func `what is nested deeply counts`() {
    func nested(_ number: Int) -> [String: [Kinds]] {
      ["a": [Kinds(kind: .plain), Kinds(kind: .pair(Pair(1, number)))]]
    }
    #expect(canonicalForm(of: nested(1)) == canonicalForm(of: nested(1)))
    #expect(canonicalForm(of: nested(1)) != canonicalForm(of: nested(2)))
  }

  @Test func `a type cannot hide its state behind its own words`() {
    #expect(Liar(secret: 1) == Liar(secret: 2))
    #expect(canonicalForm(of: Liar(secret: 1)) != canonicalForm(of: Liar(secret: 2)))
    #expect(canonicalForm(of: Set([Liar(secret: 1)])) != canonicalForm(of: Set([Liar(secret: 2)])))
    // Nor can it make one state look like two.
    #expect(canonicalForm(of: Moody(value: 1)) == canonicalForm(of: Moody(value: 1)))
  }

  @Test func `objects count by what they hold`() {
    #expect(canonicalForm(of: Box(1)) == canonicalForm(of: Box(1)))
    #expect(canonicalForm(of: Box(1)) != canonicalForm(of: Box(2)))
    #expect(canonicalForm(of: Shared(box: Box(1))) == canonicalForm(of: Shared(box: Box(1))))
    #expect(canonicalForm(of: Shared(box: Box(1))) != canonicalForm(of: Shared(box: Box(2))))
    #expect(canonicalForm(of: SealedBox(1, 2)) != canonicalForm(of: SealedBox(2, 2)))
    #expect(canonicalForm(of: SealedBox(1, 2)) != canonicalForm(of: SealedBox(1, 3)))
  }

  @Test func `a cycle of references ends`() {
    func ring(_ numbers: [Int]) -> Node {
      let nodes = numbers.map { Node($0) }
      for (index, node) in nodes.enumerated() { node.next = nodes[(index + 1) % nodes.count] }
      return nodes[0]
    }
    let rings = [ring([1, 2]), ring([1, 3]), ring([1]), ring([1, 2, 1])]
    #expect(Set(rings.map { canonicalForm(of: $0) }).count == 4)
    #expect(canonicalForm(of: ring([1, 2])) == canonicalForm(of: ring([1, 2])))
    for node in rings { node.breakRing() }
  }

  @Test func `one object shared is not two alike`() {
    let box = Box(1)
    let other = Box(1)
    #expect(canonicalForm(of: [box, box]) != canonicalForm(of: [box, other]))
    #expect(canonicalForm(of: [box, other, box]) != canonicalForm(of: [box, other, other]))
  }

  @Test func `a value behind a protocol counts by what it is`() {
    func form(_ value: any Hashable) -> [UInt8] { canonicalForm(of: Anything(value: value)) }
    let elements = Array(0..<100)
    #expect(form(1) == form(1))
    #expect(form(Pair(1, 2)) == form(Pair(1, 2)))
    #expect(form(Set(elements)) == form(Set(elements.reversed())))
    let values: [any Hashable] = [
      1, 2, UInt8(1), "1", "2", 1.5, Pair(1, 2), Pair(1, 3), OtherPair(left: 1, right: 2), [1], [2],
      Set([1]), [1: 2], [1: 3], Signal.stop, Signal.go,
    ]
    #expect(Set(values.map(form)).count == values.count)
  }

  @Test func `an object behind its superclass counts by what it is`() {
    let plain = Shared(box: Box(1))
    #expect(canonicalForm(of: plain) != canonicalForm(of: Shared(box: SealedBox(1, 1))))
    #expect(canonicalForm(of: plain) != canonicalForm(of: Shared(box: OpenBox(1))))
    #expect(
      canonicalForm(of: Shared(box: SealedBox(1, 1)))
        != canonicalForm(of: Shared(box: SealedBox(1, 2))))
  }

  @Test func `every bit of a wide integer counts`() {
    let wide: [UInt128] = [0, 1, 1 << 63, 1 << 64, 1 << 127, .max]
    #expect(Set(wide.map { canonicalForm(of: $0) }).count == wide.count)
    let signed: [Int8] = [0, 1, -1, .min, .max]
    #expect(Set(signed.map { canonicalForm(of: $0) }).count == signed.count)
  }
}

private struct Holder {
  var set: Set<Int>
}

private struct Pair: Hashable {
  var left: Int
  var right: Int

  init(_ left: Int, _ right: Int) {
    self.left = left
    self.right = right
  }
}

/// Stores what a `Pair` stores.
private struct OtherPair: Hashable {
  var left: Int
  var right: Int
}

private enum Signal {
  case stop, go
}

private struct Kinds {
  enum Kind {
    case plain, other
    case number(Int)
    case count(Int)
    case both(Int, text: String)
    case pair(Pair)
    case maybe(Int?)
  }

  var kind: Kind
}

private struct Maybe {
  var value: Pair?
}

private struct Weight {
  var value: Double
}

/// Says of every value that it is the same one.
private struct Liar: Hashable, CustomStringConvertible, CustomReflectable {
  var secret: Int

  static func == (left: Liar, right: Liar) -> Bool { true }

  func hash(into hasher: inout Hasher) {}

  var description: String { "a liar" }

  var customMirror: Mirror { Mirror(self, children: []) }
}

/// Says something else each time.
private struct Moody: CustomStringConvertible {
  nonisolated(unsafe) private static var moods = 0

  var value: Int

  var description: String {
    Self.moods += 1
    return "mood \(Self.moods)"
  }
}

private class Box {
  var value: Int

  init(_ value: Int) { self.value = value }
}

private final class SealedBox: Box {
  var seal: Int

  init(_ value: Int, _ seal: Int) {
    self.seal = seal
    super.init(value)
  }
}

private final class OpenBox: Box {}

private struct Shared {
  var box: Box
}

private final class Node {
  var number: Int
  var next: Node?

  init(_ number: Int) { self.number = number }

  func breakRing() {
    var node: Node? = self
    while let current = node {
      node = current.next
      current.next = nil
    }
  }
}

private struct Anything {
  var value: any Hashable
}
