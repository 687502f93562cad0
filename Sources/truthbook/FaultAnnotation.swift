import ArgumentParser
import Grading

/// Tells a learner who reads a GitHub job's annotations why a command ended without a report: what
/// stands on standard error is in a log that few open.
enum FaultAnnotation {
  /// Writes the annotation where GitHub's commands were asked for on standard output.
  /// - Parameters:
  ///   - sentence: what is wrong and what to do.
  ///   - arguments: the command line after the program's name. It is looked at itself, because a
  ///     command that could not be parsed knows no options.
  static func write(_ sentence: String, for arguments: [String]) {
    guard !sentence.isEmpty, isAskedFor(arguments) else { return }
    do {
      try Console.print(GitHubReport.fault(sentence), terminator: "")
    } catch {
      Console.error(error.description)
    }
  }

  private static func isAskedFor(_ arguments: [String]) -> Bool {
    let options = arguments.prefix { $0 != "--" }
    guard options.first == "grade" else { return false }
    let values =
      zip(options, options.dropFirst()).compactMap { $0 == "--format" ? $1 : nil }
      + options.filter { $0.hasPrefix("--format=") }.map { String($0.dropFirst("--format=".count)) }
    return values.contains { $0 == "github" || $0 == "github=-" }
  }
}
