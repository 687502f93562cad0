import Synchronization
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
    let forms: [(String, CanonicalForm)] = [
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

  @Test func `a private type's name holds no address, which differs between processes`() {
    let form = canonicalForm(of: Hidden())
    #expect(!String(decoding: form.bytes, as: UTF8.self).contains("unknown context"))
    #expect(form == canonicalForm(of: Hidden()))
    #expect(form != canonicalForm(of: Hidden(secret: Other())))
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
    func form(_ value: any Hashable) -> CanonicalForm { canonicalForm(of: Anything(value: value)) }
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

  // MARK: What the library offers

  @Test func `values of the library differ where they do`() {
    func differ<T>(_ values: [T], _ place: SourceLocation = #_sourceLocation) {
      let forms = values.map { canonicalForm(of: [$0]) }
      #expect(Set(forms).count == values.count, sourceLocation: place)
      #expect(forms.allSatisfy { $0.unseen.isEmpty }, "\(forms)", sourceLocation: place)
      #expect(values.map { canonicalForm(of: [$0]) } == forms, sourceLocation: place)
    }
    differ([1.5, -1.5, 0, .nan, .infinity, .leastNonzeroMagnitude] as [Double])
    differ([1.5, -1.5, 0, .nan, .infinity] as [Float])
    differ(["a", "b", "é", "x\u{301}"] as [Character])
    differ(["a", "é"] as [Unicode.Scalar])
    differ(["ab".dropFirst(0), "ab".dropFirst(1), ""])
    differ([[1, 2, 3][...], [1, 2, 3][1...], [2, 3]])
    differ([[1, 2], [1], []] as [ContiguousArray<Int>])
    differ([1..<2, 1..<3, 0..<2])
    differ([1...2, 1...3, 0...2])
    differ([CollectionOfOne(1), CollectionOfOne(2)])
    differ([["a": 1], ["a": 2], ["b": 1], ["a": 1, "b": 1]] as [KeyValuePairs<String, Int>])
    differ([[1: 2].keys, [2: 2].keys, [1: 2, 2: 2].keys])
    differ([[1: 2].values, [1: 3].values, [1: 2, 2: 2].values])
    differ([1, "1", 1.5, Pair(1, 2), UInt8(1)] as [AnyHashable])
    differ([Int.self, String.self, Pair.self, OtherPair.self] as [Any.Type])
    differ([.seconds(1), .seconds(2)] as [Duration])
    differ([1, "1", Int8(1), (1, 2), (1, 3), [Signal.stop], [1: 2]] as [Any])
    differ([Oops.first, Oops.second(1), Oops.second(2), CancellationError()] as [any Error])
    differ([[3, 4].reversed(), [4, 3].reversed()])
  }

  @Test func `equal values have equal forms along whatever road`() {
    let text = "some words"
    #expect(canonicalForm(of: text.dropFirst(5)) == canonicalForm(of: Substring("words")))
    let keys = Array(0..<300)
    let forward = Dictionary(uniqueKeysWithValues: keys.map { ($0, $0 % 7) })
    let backward = Dictionary(uniqueKeysWithValues: keys.reversed().map { ($0, $0 % 7) })
    #expect(canonicalForm(of: forward.keys) == canonicalForm(of: backward.keys))
    #expect(canonicalForm(of: forward.values) == canonicalForm(of: backward.values))
    #expect(canonicalForm(of: AnyHashable(forward)) == canonicalForm(of: AnyHashable(backward)))
  }

  @Test func `objects in a set are not numbered by its order`() {
    let boxes = (0..<100).map { Key(number: $0, box: Box($0)) }
    #expect(canonicalForm(of: Set(boxes)) == canonicalForm(of: Set(boxes.reversed())))
  }

  @Test func `a mirror is never asked`() {
    func different<T>(_ left: T, _ right: T, _ place: SourceLocation = #_sourceLocation) {
      #expect(canonicalForm(of: left) != canonicalForm(of: right), sourceLocation: place)
      #expect(canonicalForm(of: [left]) == canonicalForm(of: [left]), sourceLocation: place)
    }
    different(Veiled(1), Veiled(2))
    different(VeiledCase.number(1), VeiledCase.number(2))
    different(VeiledCase.number(1), VeiledCase.other(1))
    different([1: VeiledCase.deep(.number(1))], [1: VeiledCase.deep(.number(2))])
    different(Anything(value: VeiledCase.number(1)), Anything(value: VeiledCase.number(2)))
    different(Shared(box: VeiledBox(1)), Shared(box: VeiledBox(2)))
  }

  // MARK: What cannot be seen

  @Test func `what cannot be seen is named by its property`() {
    func unseen<T>(_ value: T) -> [String] { canonicalForm(of: value).unseen }
    #expect(unseen(Opaque<Int>.closure { 1 }) == ["Opaque<() -> Int>.value: a closure"])
    #expect(unseen(Handlers(list: [{}, {}])) == ["Handlers.list: a closure"])
    #expect(unseen(Handlers(list: [])) == [])
    #expect(unseen(Handlers(list: [], table: ["a": {}])) == ["Handlers.table: a closure"])
    #expect(unseen(Handlers(list: [], choice: .run {})) == ["Handlers.choice: a closure"])
    #expect(unseen(Handlers(list: [], choice: .wait)) == [])
    #expect(unseen(Handlers(list: [], anything: { 1 })) == ["Handlers.anything: a closure"])
    let number = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    defer { number.deallocate() }
    #expect(
      unseen(Opaque(value: number)) == ["Opaque<UnsafeMutablePointer<Int>>.value: an address"])
    #expect(unseen(Opaque(value: UnsafeRawPointer(number))).count == 1)
    #expect(unseen(Opaque(value: UnsafeBufferPointer(start: number, count: 1))).count == 1)
    #expect(unseen(Opaque(value: OpaquePointer(number))).count == 1)
    #expect(unseen(Opaque(value: ObjectIdentifier(Int.self))).count == 1)
    #expect(unseen(Opaque(value: \Pair.left)).count == 1)
    #expect(unseen(Opaque(value: AnyIterator([1].makeIterator()))).count == 1)
    #expect(unseen(Opaque(value: AnySequence([1]))).count == 1)
    #expect(unseen(Opaque(value: [1, 2].lazy.map { $0 + 1 })).count == 1)
    let box = Box(1)
    #expect(unseen(Opaque(value: Unmanaged.passUnretained(box))).count == 1)
    #expect(unseen(Ties(friend: box, owner: box)).count == 2)
    #expect(
      unseen(Opaque(value: Tail.create(minimumCapacity: 4) { _ in 0 })).first?
        .contains("whose state is hidden") == true)
    #expect(unseen(Opaque(value: Counter())).contains { $0.contains("an object (Counter)") })
    #expect(unseen(Opaque(value: Guarded())).contains { $0.hasPrefix("Guarded.number: ") })
    #expect(unseen(Opaque(value: Task { 1 })).count == 1)
  }

  @Test func `objects are named, and a type that is a class is named as such`() {
    #expect(
      canonicalForm(of: Shared(box: Box(1))).unseen
        == ["Shared.box: an object (Box), which copies share"])
    #expect(
      canonicalForm(of: Box(1)).unseen.first == "Box: your type is a class; copies share it")
    #expect(canonicalForm(of: Pair(1, 2)).unseen == [])
  }

  @Test func `names stay few`() {
    let many = Many(a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, i: {}, j: {})
    #expect(canonicalForm(of: many).unseen.count == CanonicalForm.unseenLimit)
    #expect(canonicalForm(of: [many, many]).unseen.count == CanonicalForm.unseenLimit)
  }

  // MARK: Bounds

  @Test func `a long state is told by its digest`() {
    let long = [UInt8](repeating: 7, count: 1 << 20)
    let form = canonicalForm(of: long)
    #expect(form.bytes.count <= CanonicalForm.limit)
    #expect(form == canonicalForm(of: long))
    #expect(form != canonicalForm(of: Array(long.dropLast())))
    #expect(form != canonicalForm(of: Array(long.dropLast()) + [8]))
    let lengths = (0..<400).map { canonicalForm(of: String(repeating: "a", count: $0)) }
    #expect(Set(lengths).count == 400)
  }

  @Test func `a long chain ends, and is said to`() {
    let chain = Chain.make(of: 100_000)
    #expect(canonicalForm(of: chain).unseen.contains { $0.contains("nested more than") })
    #expect(canonicalForm(of: Chain.make(of: 100)).unseen == [])
    let list = Node(0)
    var last = list
    for number in 1..<100_000 {
      let next = Node(number)
      last.next = next
      last = next
    }
    #expect(canonicalForm(of: list).unseen.contains { $0.contains("nested more than") })
    list.unlink()
    Chain.takeApart(chain)
  }
}

private struct Opaque<Value> {
  var value: Value

  static func closure(_ value: @escaping () -> Int) -> Opaque<() -> Int> {
    Opaque<() -> Int>(value: value)
  }
}

private struct Handlers {
  enum Choice {
    case wait, run(() -> Void)
  }

  var list: [() -> Void]
  var table: [String: () -> Void] = [:]
  var choice = Choice.wait
  var anything: Any = 1
}

private struct Ties {
  weak var friend: Box?
  unowned var owner: Box
}

private final class Tail: ManagedBuffer<Int, Int> {}

private actor Counter {
  var count = 0
}

private final class Guarded: Sendable {
  let number = Mutex(1)
}

private struct Many {
  var a, b, c, d, e, f, g, h, i, j: () -> Void
}

private struct Key: Hashable {
  var number: Int
  var box: Box

  static func == (left: Key, right: Key) -> Bool { left.number == right.number }

  func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

private enum Oops: Error {
  case first, second(Int)
}

/// Shows nothing of itself.
private struct Veiled: CustomReflectable {
  private var number: Int
  private let action: any Hashable

  init(_ number: Int) {
    self.number = number
    action = number
  }

  var customMirror: Mirror { Mirror(self, children: []) }
}

private enum VeiledCase: CustomReflectable, Hashable {
  case number(Int), other(Int)
  indirect case deep(VeiledCase)

  var customMirror: Mirror { Mirror(self, children: []) }
}

private final class VeiledBox: Box, CustomReflectable {
  var customMirror: Mirror { Mirror(self, children: []) }
}

private enum Chain {
  case end
  indirect case link(Int, Chain)

  static func make(of count: Int) -> Chain {
    (0..<count).reduce(.end) { .link($1, $0) }
  }

  /// Lets go of one link after the other, since the whole is let go on the stack.
  static func takeApart(_ chain: consuming Chain) {
    while case .link(_, let rest) = chain { chain = rest }
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

  /// Lets go of one node after the other, since a chain is let go on the stack.
  func unlink() {
    var node = next
    next = nil
    while let current = node {
      node = current.next
      current.next = nil
    }
  }

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

private protocol Secret {}

private struct Hidden {
  var secret: any Secret = One()
  var object: AnyObject = Thing()
}

private struct One: Secret { var number = 1 }
private struct Other: Secret { var number = 1 }
private final class Thing { var number = 1 }
