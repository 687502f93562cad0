import ArgumentParser
import Execution

/// How much of the sandbox there has to be before anything is run.
enum SandboxRequirement: String, CaseIterable, ExpressibleByArgument {
  case full, partial, none

  private var level: Sandbox.Level {
    switch self {
    case .full: .full
    case .partial: .partial
    case .none: .none
    }
  }

  /// What holds when nothing is said: a machine that grades unattended needs everything.
  static var standard: SandboxRequirement { Console.isUnattended ? .full : .none }

  /// The arguments with the short form, without a level, written out.
  static func spelledOut(_ arguments: some Sequence<String>) -> [String] {
    let arguments = Array(arguments)
    let levels = allCases.map(\.rawValue)
    return arguments.enumerated().map { index, argument in
      guard argument == "--require-sandbox" else { return argument }
      let hasLevel = index + 1 < arguments.count && levels.contains(arguments[index + 1])
      return hasLevel ? argument : argument + "=full"
    }
  }

  /// Finds out what sandbox there is, says once what it lacks, and goes no further with too little.
  func check() throws(Fault) -> Sandbox {
    for note in WorkingFolders.notes { Console.note("truthbook: note: \(note)") }
    let sandbox: Sandbox
    do throws(EnvironmentFailure) {
      sandbox = try Sandbox.ofThisMachine()
    } catch {
      throw .environment(error.description)
    }
    guard !sandbox.missing.isEmpty else { return sandbox }
    let lacks =
      sandbox.missing.map { "\($0.rawValue) (\($0.purpose))" }.joined(separator: ", ")
      + (sandbox.closedToOthers.map { ", because other users cannot reach \($0)" } ?? "")
    guard sandbox.level >= level else {
      throw .environment(
        "the sandbox is \(sandbox.level.rawValue), and \(rawValue) is required; missing: \(lacks). "
          + "`truthbook doctor` shows what was tried; "
          + "--require-sandbox=\(sandbox.level.rawValue) grades all the same")
    }
    Console.note(
      "truthbook: warning: the sandbox is not whole (level: \(sandbox.level.rawValue)); missing: \(lacks)"
    )
    return sandbox
  }
}
