import ArgumentParser
import Curriculum
import Figures
import Parameters
import Terminal

/// `truthbook simulate`: a reference under faults of one's choice.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run a pattern's reference under faults of your choice.",
    discussion: """
        truthbook simulate                       every pattern, with the faults it takes
        truthbook simulate paxos                 a run with the usual faults
        truthbook simulate paxos disks=emptied   with others; each is written name=value

      The status is 1 when the guarantee breaks.
      """)

  @Argument(help: "A pattern.")
  var name: String?

  @Argument(help: "Faults, each as name=value.")
  var values: [String] = []

  @OptionGroup var look: LookOptions

  func run() throws {
    guard let name else { return try printList() }
    guard let pattern = SimulatedPattern.named(name) else { return try answerElsewhere(name) }
    let outcome: SimulatedPattern.Outcome
    do {
      outcome = try pattern.draw(
        values, on: Figure.Canvas(width: look.columns, isASCII: look.plain))
    } catch let error as ArgumentError {
      throw Fault.usage(error.description)
    }
    try Console.print(outcome.lines.map { $0.encoded(in: look.mode) }.joined(separator: "\n"))
    try Console.print("")
    for paragraph in ["Watched: \(pattern.guarantee)"] + Self.explanations(pattern) {
      try show(paragraph)
    }
    if !outcome.holds { throw ExitCode.checkFailed }
  }

  /// A function is run by another command.
  private func answerElsewhere(_ name: String) throws {
    if let other = RunElsewhere.named(name) {
      return try show(
        "\(name) is a function: nothing happens to it that could be simulated. Run it with "
          + "`truthbook \(other.command)`.")
    }
    let advice = suggestion(
      for: name, among: SimulatedPattern.all.map(\.name) + RunElsewhere.all.map(\.name),
      listedBy: "truthbook simulate")
    throw Fault.usage("there is no simulation of '\(name)'; \(advice)")
  }

  private func show(_ paragraph: String, indent: String = "") throws {
    for line in TextWrap.lines(
      of: paragraph, width: look.columns, firstIndent: indent, hangingIndent: indent)
    { try Console.print(line) }
  }

  private static func explanations(_ pattern: SimulatedPattern) -> [String] {
    pattern.parameters.map {
      "\($0.name)=\($0.standard): \($0.meaning); \($0.expectation)."
    } + beyond(pattern)
  }

  private static func beyond(_ pattern: SimulatedPattern) -> [String] {
    pattern.beyond.map {
      "Beyond what it withstands: \($0.words.joined(separator: " ")), \($0.what)."
    }
  }

  private func printList() throws {
    for pattern in SimulatedPattern.all {
      try show("\(pattern.name): \(pattern.guarantee)")
      let faults = pattern.parameters.map { "\($0.name)=\($0.standard)" }.joined(separator: " ")
      try show("takes \(faults)", indent: "    ")
      let beyond = pattern.beyond.map { $0.words.joined(separator: " ") }
      if !beyond.isEmpty {
        try show("breaks with \(beyond.joined(separator: ", or "))", indent: "    ")
      }
    }
    try Console.print("")
    try show("These are functions, and other commands run them:")
    for other in RunElsewhere.all {
      try show("\(other.name): truthbook \(other.command)", indent: "    ")
    }
  }
}
