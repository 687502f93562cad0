import Simulation

// Which histories the checks ask about.

// MARK: Small ones

private let plainLetters: [SmallRecords.Letter] = [
  .init(kind: .write, value: 1), .init(kind: .write, value: 2), .init(kind: .read, value: 0),
  .init(kind: .read, value: 1), .init(kind: .read, value: 2),
]
private let mixedLetters: [SmallRecords.Letter] =
  plainLetters + [
    .init(kind: .write, value: 0), .init(kind: .swap, value: 0, other: 1),
    .init(kind: .swap, value: 1, other: 2), .init(kind: .refusedSwap, value: 0, other: 2),
    .init(kind: .refusedSwap, value: 1, other: 0), .init(kind: .write, value: 1, isOpen: true),
    .init(kind: .read, value: 2, isOpen: true),
    .init(kind: .swap, value: 1, other: 2, isOpen: true),
    .init(kind: .refusedSwap, value: 0, other: 1, isOpen: true),
  ]

/// Every history of up to four reads and writes of 0, 1 and 2.
let smallPlainRecords: [[Int128]] = (0...4).flatMap { count in
  SmallRecords(letters: plainLetters, isSymmetric: true).records(of: count).map(\.numbers)
}

/// Every history of up to three operations of more kinds.
let smallMixedRecords: [[Int128]] = (0...3).flatMap { count in
  SmallRecords(letters: mixedLetters, isSymmetric: false).records(of: count).map(\.numbers)
}

/// Up to five operations of any kind at any times.
@Sendable func smallRecord(_ random: inout RandomSource) -> [Int128] {
  let entries = (0..<1 + random.index(below: 5)).map { _ in
    let letter = mixedLetters[random.index(below: mixedLetters.count)]
    let start = random.index(below: 8)
    return RegisterRecord.Entry(
      kind: letter.kind, value: letter.value, other: letter.other, invoked: Int128(start),
      returned: letter.isOpen ? nil : Int128(start + random.index(below: 6)))
  }
  return RegisterRecord(entries, initial: Int128(random.index(below: 2))).numbers
}

/// What 0, 1, 2 and 3 may be instead: alike in their low bits or in their sign, or extreme.
private let oddValues: [[Int128]] = [
  [0, 1, 2, 3], [5, 3, 4, 9], [-1, -2, 0, 1], [Int128(Int.min), Int128(Int.max), 0, -1],
  [1, 257, 513, 769], [7, 65_543, 131_079, 7 + 1 << 31], [0, 1 << 32, 1 << 33, 1 << 62],
  [2, 2 + 1 << 32, -2, 2 + 1 << 62],
  [Int128(Int.max), Int128(Int.max) - 1, Int128(Int.min), Int128(Int.min) + 1],
  [1 << 53, 1 << 53 + 1, 1 << 53 + 2, 1 << 24 + 1],
]

/// One of up to five operations, or of a simulated register, in any order and with numbers of any size.
@Sendable func oddRecord(_ random: inout RandomSource) -> [Int128] {
  let isSmall = random.chance(2, in: 3)
  let plain = RegisterRecord(isSmall ? smallRecord(&random) : simulatedRecord(&random))
  let (low, high) = (Int128(Int.min), Int128(Int.max))
  let latest = max(1, plain.entries.map { max($0.invoked, $0.returned ?? 0) }.max() ?? 1)
  let factors: [Int128] = [1, 7, high / latest, (high - low) / latest]
  let factor = factors[random.index(below: factors.count)]
  let shifts: [Int128] = [0, -3, low, high - latest * factor]
  var record = plain.inOtherNumbers(
    factor: factor, shift: shifts[random.index(below: shifts.count)],
    values: oddValues[random.index(below: oddValues.count)])
  record.entries = random.shuffled(record.entries)
  return record.isAskedFor ? record.numbers : plain.numbers
}

/// A write and a read, whose times or values lie beside each other where a narrower number cannot tell them apart.
let farRecords: [[Int128]] = [Int.max, .min + 1, 1 << 53 + 1, 1 << 31, 0].flatMap { far in
  func record(
    _ kind: RegisterRecord.Kind, _ value: Int, _ time: ClosedRange<Int>,
    then nextKind: RegisterRecord.Kind, _ nextValue: Int, _ nextTime: ClosedRange<Int>
  ) -> [Int128] {
    RegisterRecord(
      [(kind, value, time), (nextKind, nextValue, nextTime)].map { kind, value, time in
        .init(
          kind: kind, value: Int128(value), invoked: Int128(time.lowerBound),
          returned: Int128(time.upperBound))
      }
    ).numbers
  }
  let (before, at) = (far - 1...far - 1, far...far)
  return [
    record(.write, 1, before, then: .read, 0, at),
    record(.write, 1, far - 1...far, then: .read, 0, at),
    record(.write, 1, before, then: .read, 1, at), record(.read, 1, before, then: .write, 1, at),
    record(.write, far, 0...1, then: .read, far - 1, 2...3),
    record(.write, far - 1, 0...1, then: .read, far, 2...3),
    record(.write, far, 0...1, then: .read, far, 2...3),
  ]
}

// MARK: Of simulated registers

/// So many clients of one that is right half of the time.
private func simulated(
  clients: Int, length: Int, longest: Int, isOfDistinctValues: Bool, _ random: inout RandomSource
) -> [Int128] {
  let fault = random.chance(1, in: 3) ? .works : random.element(of: RegisterRun.Fault.allCases)
  let run = RegisterRun(
    clients: clients, length: length, longest: longest, isOfDistinctValues: isOfDistinctValues,
    fault: fault ?? .works)
  while true {
    var record = run.record(random: &random)
    guard record.isAskedFor else { continue }
    if random.chance(1, in: 2) { record.entries = random.shuffled(record.entries) }
    if !isOfDistinctValues, random.chance(1, in: 2) {
      record = record.inOtherNumbers(
        factor: 1, shift: 0, values: oddValues[random.index(below: oddValues.count)])
    }
    return record.numbers
  }
}

@Sendable func simulatedRecord(_ random: inout RandomSource) -> [Int128] {
  simulated(
    clients: 2 + random.index(below: 4), length: 6 + random.index(below: 16),
    longest: 3 + random.index(below: 8), isOfDistinctValues: random.chance(1, in: 3), &random)
}

@Sendable func longRecord(_ random: inout RandomSource) -> [Int128] {
  simulated(
    clients: 4 + random.index(below: 2), length: 40 + random.index(below: 24),
    longest: 4 + random.index(below: 8), isOfDistinctValues: false, &random)
}

@Sendable func crowdedRecord(_ random: inout RandomSource) -> [Int128] {
  simulated(
    clients: 8 + random.index(below: 24), length: 30 + random.index(below: 34),
    longest: 10 + random.index(below: 30), isOfDistinctValues: true, &random)
}

// MARK: Those that break a search

private func write(_ value: Int, _ time: ClosedRange<Int>) -> RegisterRecord.Entry {
  .init(
    kind: .write, value: Int128(value), invoked: Int128(time.lowerBound),
    returned: Int128(time.upperBound))
}

private func reads(_ values: [Int], from start: Int) -> [RegisterRecord.Entry] {
  values.enumerated().map { place, value in
    .init(
      kind: .read, value: Int128(value), invoked: Int128(start + 2 * place),
      returned: Int128(start + 2 * place + 1))
  }
}

/// Writes beside each other, and then reads: of what nobody wrote, of what was there before, of two of them; and
/// of the first or the middle one, which some order explains. The fewest first.
let crowdedRecords: [[Int128]] = [4, 8, 12, 16, 20, 24, 40, 60].flatMap { count in
  [[count + 1], [0], [1, 2], [1], [count / 2, count / 2]].map { seen in
    RegisterRecord((1...count).map { write($0, 0...9) } + reads(seen, from: 20)).numbers
  }
}

/// Crowds of five writes of few values, one after the other, each with a read behind it; the last returns
/// what no order explains, or one does.
let longRecords: [[Int128]] = crowdsOneByOne + overAnOpenWrite + overQuietMoments

/// Up to six writes at once, of which each may be the last, and a read of one of them; then it is quiet, and goes on.
private let overQuietMoments: [[Int128]] = (2...6).flatMap { count in
  (0...count).map { seen in
    RegisterRecord(
      (1...count).map { write($0, 0...9) } + reads([seen], from: 10) + [write(1, 12...13)]
        + reads([1], from: 20)
    ).numbers
  }
}

/// Five at once again and again, or one after the other so that six are under way, while a write is open: it may be
/// what the last read returns, which shows only when all the others have been looked at.
private let overAnOpenWrite: [[Int128]] = [9, 8].flatMap { seen in
  [
    (0..<6).flatMap { crowd in (1...5).map { write($0, 10 * crowd...10 * crowd + 9) } },
    (0..<62).map { write($0 % 7 + 1, 10 * $0...10 * $0 + 45) },
    (0..<62).map { write($0 % 3 + 1, 10 * $0...10 * $0 + 39) },
  ].map { others in
    let open = RegisterRecord.Entry(kind: .write, value: 9, invoked: 0, returned: nil)
    return RegisterRecord([open] + others + reads([seen], from: 1_000)).numbers
  }
}

private let crowdsOneByOne: [[Int128]] = (1...10).flatMap { count in
  [[9], [3, 1], [2]].map { seen in
    let crowds = (0..<count).flatMap { crowd -> [RegisterRecord.Entry] in
      let start = 20 * crowd
      return [1, 2, 1, 2, 3].enumerated().map { place, value in
        write(value, start + place...start + 9)
      }
        + reads(crowd < count - 1 ? [1] : seen, from: start + 10)
    }
    return RegisterRecord(crowds).numbers
  }
}
