import Glibc

/// A fatal signal by the name it is known under: `SIGSEGV`.
public func signalName(_ number: Int32) -> String {
  switch number {
  case SIGILL: "SIGILL"
  case SIGTRAP: "SIGTRAP"
  case SIGABRT: "SIGABRT"
  case SIGBUS: "SIGBUS"
  case SIGFPE: "SIGFPE"
  case SIGKILL: "SIGKILL"
  case SIGSEGV: "SIGSEGV"
  case SIGSYS: "SIGSYS"
  case SIGTERM: "SIGTERM"
  default: "signal \(number)"
  }
}

/// Reads what a process left on standard error when it died.
///
/// Those are the submission's words: it can write there whatever the runtime might, and end as if it had
/// crashed. They explain a crash to who wrote the submission, and are shown with what it printed only;
/// where it crashed is found without them (`CrashTrace`).
enum CrashReport {
  /// What seems to have been said of a crash, in words that are the same on every run: no addresses,
  /// paths or process numbers. When nothing was said, what the signal means.
  static func message(signal: Int32, errors: [UInt8]) -> String {
    // Only the end can be the runtime's; what comes before is what the submission printed for sure.
    let text = String(decoding: errors.suffix(8 << 10), as: UTF8.self)
    if let found = openings.compactMap({ text.ranges(of: $0).last }).max(by: {
      $0.lowerBound < $1.lowerBound
    }) {
      let end = text.ranges(of: "\n***").first { $0.lowerBound > found.lowerBound }?.lowerBound
      let said = text[found.lowerBound..<(end ?? text.endIndex)].prefix { $0 != "\n" }
      return stable(String(said.prefix(500)))
    }
    return meaning(of: signal)
  }

  /// How the line begins in which the runtime says why it ends the process, behind the file and line that it
  /// may name. What follows is addresses for the most part.
  private static let openings = [
    "Fatal error", "Fatal access conflict detected.", "Precondition failed", "Assertion failed",
    "Could not cast value",
  ]

  /// What it says before it tells of a conflict.
  private static let beforeConflict = Array("Simultaneous accesses to 0x".utf8)

  /// What a submission printed on standard error before the runtime had its last word.
  static func withoutMessage(_ errors: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = errors[max(errors.startIndex, errors.endIndex - (8 << 10))...]
    func last(_ words: [UInt8]) -> Int? { end.ranges(of: words).last?.lowerBound }
    guard let found = openings.compactMap({ last(Array($0.utf8)) }).max() else { return errors }
    let isConflict = errors[found...].starts(with: openings[1].utf8)
    let start = isConflict ? last(beforeConflict) ?? found : found
    let newline = errors[..<start].lastIndex(of: UInt8(ascii: "\n"))
    return errors[..<(newline.map { $0 + 1 } ?? errors.startIndex)]
  }

  /// True when the text says that memory ran out. A submission can say so without cause; it then has
  /// failed by another name.
  static func saysOutOfMemory(_ output: [UInt8]) -> Bool {
    let text = String(decoding: output.suffix(8 << 10), as: UTF8.self).lowercased()
    return [
      "out of memory", "failed to allocate", "bad_alloc", "cannot allocate memory",
      "unable to allocate", "memory allocation failed",
    ].contains { text.contains($0) }
  }

  /// True when a compiler or linker says that memory ran out. It also prints the submission's own lines,
  /// in which such words mean nothing; its own stand at the start of a line.
  static func compilerSaysOutOfMemory(_ output: [UInt8]) -> Bool {
    let own = ["LLVM ERROR: ", "terminate called ", "ld.lld: error: "]
    return String(decoding: output, as: UTF8.self).split(separator: "\n").contains { line in
      own.contains(where: line.hasPrefix) && saysOutOfMemory(Array(line.utf8))
    }
  }

  /// The text without the addresses that Swift prints of pointers and objects, which differ from one run to
  /// the next. Other numbers in base 16 stay as they are.
  static func withoutAddresses(_ text: String) -> String {
    guard text.contains("0x") else { return text }
    return text.replacing(#/0x(0000[0-9a-f]{12}|[57][0-9a-f]{11})(?![0-9a-fA-F])/#, with: "0x…")
  }

  /// The text without what differs between two runs of the same program.
  static func stable(_ text: String) -> String {
    printable(text).replacing(#/0x[0-9a-fA-F]+/#, with: "0x…")
  }

  private static func meaning(of signal: Int32) -> String {
    switch signal {
    case SIGILL, SIGTRAP:
      "a trap without a message: arithmetic overflow or another runtime check"
    case SIGSEGV, SIGBUS:
      "an invalid memory access, most often recursion without an end"
    case SIGABRT:
      "the process called abort"
    case SIGFPE:
      "an invalid arithmetic operation"
    case SIGKILL:
      "the process was killed"
    default:
      "signal \(signal)"
    }
  }
}
