import ArgumentParser
import Curriculum
import Grading

extension ExitCode {
  /// A check failed, by a wrong answer or a crash.
  static let checkFailed = ExitCode(1)
  /// The submission does not compile, or its files were not taken in.
  static let notCompiled = ExitCode(3)
  /// The submission stopped: time, memory, a forbidden operation, a broken protocol.
  static let stopped = ExitCode(4)
  /// The fault of this machine or of Truthbook itself.
  static let environment = ExitCode(5)

  /// What an outcome comes to that is known by its name.
  init(outcome name: String) {
    self = Report.Outcome(rawValue: name).map { ExitCode($0) } ?? .environment
  }

  /// What a report's outcome comes to.
  init(_ outcome: Report.Outcome) {
    switch outcome {
    case .passed: self = .success
    case .failed: self = .checkFailed
    case .stopped: self = .stopped
    case .doesNotCompile, .compilerLimit, .refused: self = .notCompiled
    case .ungraded, .unfinished: self = .environment
    }
  }
}

/// Something that ends a command with one sentence on standard error.
struct Fault: Error, CustomStringConvertible {
  /// What is wrong, where, and what to do.
  var description: String
  /// The exit status.
  var status: ExitCode

  /// A mistake in how the command was called.
  static func usage(_ description: String) -> Fault {
    Fault(description: description, status: .validationFailure)
  }

  /// Something this machine lacks or refuses.
  static func environment(_ description: String) -> Fault {
    Fault(description: description, status: .environment)
  }

  /// Ends a command that has shown what could be read of the book with what is wrong with the rest;
  /// does nothing when nothing is.
  static func check(_ faults: [Diagnostic]) throws(Fault) {
    guard !faults.isEmpty else { return }
    throw .environment(CurriculumError(faults).description)
  }
}
