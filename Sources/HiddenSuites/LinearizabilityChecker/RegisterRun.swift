import Simulation

/// What clients see of a register that is simulated: a right one, or one with a fault.
struct RegisterRun {
  enum Fault: CaseIterable {
    /// It is right.
    case works
    /// Some reads return what the register held before.
    case staleReads
    /// Some writes are answered before they take effect.
    case lateWrites
    /// Some writes are answered and take none.
    case lostWrites
    /// Some operations take effect before they are asked for.
    case earlyEffects
    /// Writes reach two copies one after the other, and reads ask one of them.
    case twoCopies
    /// Swaps compare, and write some time later.
    case tornSwaps
    /// Some reads return what nobody wrote.
    case inventedValues
  }

  let clients: Int
  /// How many operations there are in all, about.
  let length: Int
  /// How long one may take.
  let longest: Int
  /// Whether every write writes another value, and nothing is compared.
  let isOfDistinctValues: Bool
  let fault: Fault

  /// One thing that happens to the register.
  private struct Effect {
    enum Step { case look, change, lateChange }
    var time: Int
    var order: UInt64
    var entry: Int
    var step: Step
  }

  func record(random: inout RandomSource) -> RegisterRecord {
    var record = RegisterRecord([])
    var effects: [Effect] = []
    for client in 0..<clients {
      var time = random.index(below: longest + 2)
      for _ in 0..<max(1, length / clients) {
        guard record.entries.count < 64 else { break }
        let entry = asked(at: time, by: client, number: record.entries.count, random: &random)
        effects += self.effects(
          of: entry, number: record.entries.count, random: &random)
        record.entries.append(entry)
        // Who has no answer asks nothing more.
        guard let returned = entry.returned else { break }
        time = Int(clamping: returned) + 1 + random.index(below: 3)
      }
    }
    happen(effects.sorted { ($0.time, $0.order) < ($1.time, $1.order) }, in: &record, &random)
    return record
  }

  private func asked(
    at time: Int, by client: Int, number: Int, random: inout RandomSource
  ) -> RegisterRecord.Entry {
    let small = Int128(random.index(below: 4))
    let kind: RegisterRecord.Kind =
      random.chance(1, in: 2)
      ? .read : isOfDistinctValues || random.chance(1, in: 2) ? .write : .swap
    return .init(
      kind: kind, value: kind == .write && isOfDistinctValues ? Int128(number + 1) : small,
      other: kind == .swap ? Int128(random.index(below: 4)) : 0, invoked: Int128(time),
      returned: random.chance(1, in: 10) ? nil : Int128(time + random.index(below: longest + 1)))
  }

  private func effects(
    of entry: RegisterRecord.Entry, number: Int, random: inout RandomSource
  ) -> [Effect] {
    let start = Int(clamping: entry.invoked)
    // Without an answer it takes effect at any time, or never.
    if entry.returned == nil, random.chance(1, in: 3) { return [] }
    let end = entry.returned.map { Int(clamping: $0) } ?? start + 4 * longest
    var time = start + random.index(below: end - start + 1)
    let isHit = random.chance(1, in: 3)
    if fault == .lostWrites, entry.kind == .write, isHit { return [] }
    if fault == .lateWrites, entry.kind == .write, isHit { time = end + 1 + random.index(below: 4) }
    if fault == .earlyEffects, isHit { time = start - 1 - random.index(below: 4) }
    func effect(_ time: Int, _ step: Effect.Step, _ random: inout RandomSource) -> Effect {
      Effect(time: time, order: random.next(), entry: number, step: step)
    }
    if entry.kind == .swap, fault == .tornSwaps {
      return [
        effect(time, .look, &random), effect(time + random.index(below: 6), .change, &random),
      ]
    }
    guard entry.kind != .read, fault == .twoCopies else { return [effect(time, .change, &random)] }
    let later = time + random.index(below: end - time + 1)
    return [effect(time, .change, &random), effect(later, .lateChange, &random)]
  }

  private func happen(
    _ effects: [Effect], in record: inout RegisterRecord, _ random: inout RandomSource
  ) {
    var (value, copy, before) = (record.initial, record.initial, record.initial)
    var fits: [Int: Bool] = [:]
    for effect in effects {
      let entry = record.entries[effect.entry]
      let isHit = random.chance(1, in: 4)
      switch entry.kind {
      case .read:
        let seen = fault == .twoCopies && random.chance(1, in: 2) ? copy : value
        record.entries[effect.entry].value =
          fault == .staleReads && isHit
          ? before : fault == .inventedValues && isHit ? 77 : seen
      case .write:
        if effect.step == .lateChange {
          copy = entry.value
        } else {
          (before, value) = (value, entry.value)
        }
      case .swap, .refusedSwap:
        let isFitting = fits[effect.entry] ?? (value == entry.value)
        fits[effect.entry] = isFitting
        record.entries[effect.entry].kind = isFitting ? .swap : .refusedSwap
        guard effect.step != .look, isFitting else { continue }
        if effect.step == .lateChange {
          copy = entry.other
        } else {
          (before, value) = (value, entry.other)
        }
      }
    }
  }
}
