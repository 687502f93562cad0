/// What became of the faults in a reference.
struct ReferenceAccount {
  /// A fault, and how the tests that reach it ended.
  struct Judged {
    let fault: ReferenceFaults.Fault
    let ending: TestBundle.Ending
  }

  let reference: String
  let judged: [Judged]
  /// How many the compiler refuses.
  let refused: Int
  /// How many are where no choice can be written.
  let unplaced: Int
  /// Why a fault changes nothing that anybody could see, by its key.
  let equivalents: [String: String]

  /// Those that no test notices and nobody has accounted for.
  var survivors: [Judged] {
    judged.filter { $0.ending == .passed && equivalents[$0.fault.key] == nil }
  }

  /// Those that no test notices and that are accounted for.
  var accounted: Int { judged.count { $0.ending == .passed } - survivors.count }

  /// Those that a test notices.
  var killed: Int { judged.count { $0.ending != .passed } }

  /// Prints a line of figures, and each survivor.
  func print() {
    let crashed = judged.count { if case .crashed = $0.ending { true } else { false } }
    let stopped = judged.count { $0.ending == .stopped }
    Swift.print(
      "\(reference): \(judged.count) made, \(killed) killed (\(crashed) by a crash, \(stopped) do "
        + "not end), \(accounted) equivalent, \(survivors.count) open; \(refused) do not compile, "
        + "\(unplaced) have no place")
    for survivor in survivors {
      let fault = survivor.fault
      Swift.print(
        "  SURVIVOR \(fault.ordinal) \(fault.file):\(fault.fault.line + 1), "
          + "\(fault.fault.kind.rawValue): \(fault.key)")
    }
  }
}
