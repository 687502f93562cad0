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
        truthbook simulate                       the list of patterns
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
    guard let simulation = SimulatedPattern.named(name) else {
      let advice = suggestion(
        for: name, among: SimulatedPattern.all.map(\.name), listedBy: "truthbook simulate")
      throw Fault.usage("there is no simulation of '\(name)'; \(advice)")
    }
    let outcome: SimulatedPattern.Outcome
    do {
      outcome = try simulation.draw(
        values, on: Figure.Canvas(width: look.columns, isASCII: look.plain))
    } catch let error as ArgumentError {
      throw Fault.usage(error.description)
    }
    try Console.print(outcome.lines.map { $0.encoded(in: look.mode) }.joined(separator: "\n"))
    let text =
      ["", "Watched: \(simulation.guarantee)"] + simulation.parameters.map(Self.explanation)
    for paragraph in text {
      for line in TextWrap.lines(of: paragraph, width: look.columns) { try Console.print(line) }
    }
    if !outcome.holds { throw ExitCode.checkFailed }
  }

  private static func explanation(_ parameter: Parameter) -> String {
    "\(parameter.name)=\(parameter.standard): \(parameter.meaning); \(parameter.expectation)."
  }

  private func printList() throws {
    let list = NameList(
      SimulatedPattern.all.map { (name: $0.name, number: "", text: $0.guarantee) })
    for line in list.lines(width: look.columns) { try Console.print(line) }
  }
}
