import Dialects

extension SetShadow<Int128> {
  /// The dots that a compact set holds, with their elements.
  private var held: [(dot: ShadowDot, element: Int128)] {
    adds.keys.flatMap { element in newest(among: live(element)).map { (dot: $0, element: element) }
    }
    .sorted { $0.dot < $1.dot }
  }

  /// Takes the element's dots away.
  fileprivate mutating func drop(_ element: Int128) -> [ShadowDot] {
    let dots = newest(among: live(element)).sorted()
    remove(element)
    return dots
  }

  /// Live dots with their elements, and how many adds of each replica are known.
  fileprivate var record: [Int128] {
    let held = held
    return [Int128(held.count)] + held.flatMap { $0.dot.numbers + [$0.element] }
      + seen.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
  }
}

typealias SetShadows = ClusterShadow<SetShadow<Int128>, SetShadow<Int128>>

private let element = NumberDomain(namesWith: "e")
private let elements: @Sendable (SetShadows) -> [[Int128]] = { state in
  [Set(state.all.flatMap(\.elements)).sorted()]
}

private let shared = SequentialObject<SetShadows>.merging(
  "elements",
  reading: { (items: SetShadow<Int128>) in
    (
      .init(1, items.elements.sorted()),
      "of these it knows an add that no remove it knows of has seen"
    )
  },
  merge: { $0.merge($1) }
)

private let own: [SequentialObject<SetShadows>.Operation] = [
  .own("add(#)", [element], weight: 4, near: elements) {
    (numbers, items: inout SetShadow<Int128>) in
    (.init(2, items.add(numbers[0]).numbers), "it is the next add of this replica")
  },
  .own("remove(#)", [element], weight: 3, near: elements) {
    (numbers, items: inout SetShadow<Int128>) in
    (
      .init(3, items.drop(numbers[0]).flatMap(\.numbers)),
      "these are the dots of \(element.text(numbers[0])) that live here"
    )
  },
  .own("stored", [], weight: 3) { (_, items: inout SetShadow<Int128>) in
    (.init(4, items.record), "live dots and one counter for each replica that has added")
  },
]

let compactSets = SequentialObject<SetShadows>(
  subject: "sets",
  setting: ClusterForm(
    words: "# adds before, none by the last", plain: [0],
    odd: [0, 254, 255, 65_534, 1 << 31 - 2, 1 << 32 - 2, 1 << 53 - 1, 1 << 62]),
  start: {
    SetShadows($0) { name, count in SetShadow(name: name, seen: count > 0 ? [name: count] : [:]) }
  },
  operations: shared + own,
  text: { answer in
    let numbers = answer.numbers
    switch answer.kind {
    case 0 where numbers.count == 1: return "saved as \(numbers[0])"
    case 1: return "{" + numbers.map(element.text).joined(separator: ", ") + "}"
    case 2 where numbers.count == 2, 3 where numbers.count % 2 == 0:
      let dots = stride(from: 0, to: numbers.count, by: 2).map {
        "n\(numbers[$0]):\(numbers[$0 + 1])"
      }
      return answer.kind == 2 ? dots[0] : "[" + dots.joined(separator: ", ") + "]"
    case 4:
      let (count, rest) = (Int(clamping: numbers.first ?? 0), numbers.dropFirst())
      guard count >= 0, count <= rest.count / 3, (rest.count - 3 * count) % 2 == 0 else { break }
      let dots = stride(from: 1, to: 3 * count, by: 3).map {
        "n\(numbers[$0]):\(numbers[$0 + 1]) \(element.text(numbers[$0 + 2]))"
      }
      let seen = stride(from: 1 + 3 * count, to: numbers.count, by: 2).map {
        "n\(numbers[$0]) \(numbers[$0 + 1])"
      }
      return "dots [\(dots.joined(separator: ", "))], seen [\(seen.joined(separator: ", "))]"
    default: break
    }
    return "no answer of this kind"
  },
  isTelling: { $0.kind == 2 && $0.numbers.last ?? 0 > 1 }, longest: 700)
