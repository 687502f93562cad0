import ArgumentParser
import HistoryFiles
import Terminal

/// `truthbook check-history`: the strongest level of consistency that a recorded history keeps.
struct CheckHistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-history",
    abstract: "Say how consistent a recorded history is.",
    discussion: """
      Reads logs of Jepsen's register tests, histories in EDN such as Porcupine's key-value files, and \
      JSON Lines of our own:

        {"client": 0, "op": "write", "key": "x", "value": "1", "call": 0, "return": 5}

      Tells for each level, from linearizable to the four guarantees of sessions, whether it is kept, and \
      for the strongest that is broken the smallest part that no order explains. Of several files there is \
      a line for each. The status is 1 when a history is not as consistent as --expect says.
      """)

  @Argument(help: "The histories' files.")
  var files: [String]

  @Option(help: "The level that each history must keep, such as linearizable.")
  var expect = ConsistencyLevel.linearizable.rawValue

  @Option(help: "How many steps each search may take.")
  var budget = 2_000_000

  func validate() throws {
    guard ConsistencyLevel(rawValue: expect) != nil else {
      let levels = ConsistencyLevel.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--expect takes one of \(levels).")
    }
    guard budget > 0 else { throw ValidationError("--budget takes a number from 1.") }
  }

  func run() throws {
    var failed = 0
    for (number, path) in files.enumerated() {
      Console.progress("\(number + 1)/\(files.count) \(path) …")
      let history: RecordedHistory
      let bytes = try Console.contents(of: path)
      do throws(HistoryFileError) {
        history = try RecordedHistory(bytes)
      } catch {
        throw Fault.usage("\(path):\(error.line):\(error.column): \(error.sentence)")
      }
      let levels = history.levels(budget: budget, isExplained: files.count == 1)
      let isKept = levels.contains { $0.level.rawValue == expect && $0.finding.isKept }
      if !isKept { failed += 1 }
      Console.clearProgress()
      let lines =
        files.count > 1 ? [summary(path, levels)] : story(path, history, levels)
      for line in lines { try Console.print(line) }
    }
    if files.count > 1 {
      try Console.print("\(files.count - failed) of \(files.count) are \(expect).")
    }
    if failed > 0 { throw ExitCode.checkFailed }
  }

  private typealias Levels = [(level: ConsistencyLevel, finding: ConsistencyLevel.Finding)]

  private func summary(_ path: String, _ levels: Levels) -> String {
    let kept = levels.first { $0.finding.isKept }?.level.rawValue
    let isSure = levels.prefix { !$0.finding.isKept }.allSatisfy { $0.finding.isBroken }
    return "\(path)  \(kept ?? "none of the levels is known to be kept")"
      + (isSure || kept == nil ? "" : ", perhaps more")
  }

  private func story(_ path: String, _ history: RecordedHistory, _ levels: Levels) -> [String] {
    let width = StandardStream.output.columns(environment: Console.environment)
    var lines = ["\(path): \(history.count) operations", ""]
    let column = (levels.map(\.level.rawValue.count).max() ?? 0) + 2
    for (level, finding) in levels {
      let name = level.rawValue + String(repeating: " ", count: column - level.rawValue.count)
      switch finding {
      case .kept: lines.append("  ✓ \(level.rawValue)")
      case .broken(let part): lines.append("  ✗ \(name)\(part.count) operations fit into no order")
      case .unknown(let why): lines.append("  ? \(name)\(why)")
      }
    }
    if case .broken(let part)? = levels.first(where: { $0.finding.isBroken })?.finding {
      lines += ["", "No order explains these operations alone:", ""]
      lines += TimeLine(history, part, width: width - 2).lines.map { $0.isEmpty ? "" : "  " + $0 }
    } else if case .kept(let order?)? = levels.first?.finding {
      let shown = order.prefix(8).map { history.description(of: $0) }
      lines += ["", "An order that explains it begins: " + shown.joined(separator: ", ") + "."]
    }
    return lines
  }
}

extension ConsistencyLevel.Finding {
  fileprivate var isKept: Bool { if case .kept = self { true } else { false } }
  fileprivate var isBroken: Bool { if case .broken = self { true } else { false } }
}
