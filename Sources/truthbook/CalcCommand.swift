import ArgumentParser
import Calculators
import Curriculum
import FoundationEssentials
import Parameters
import Terminal

/// `truthbook calc`: a calculator of the book, with values of the reader's own.
struct CalcCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calc",
    abstract: "Compute a number of the book, with values of your own.",
    discussion: """
        truthbook calc                    the list of calculators
        truthbook calc finality           one with its usual values
        truthbook calc finality q=0.3     with others; each is written name=value
        truthbook calc finality --json    the same for programs
      """)

  @Argument(help: "A calculator.", completion: NameCompletion.calculators)
  var name: String?

  @Argument(help: "Values, each as name=value.")
  var values: [String] = []

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var look: LookOptions

  func run() throws {
    guard let name else { return try json ? printJSON(Calculator.all.map(\.name)) : printList() }
    guard let calculator = Calculator.named(name) else {
      let advice = suggestion(
        for: name, among: Calculator.all.map(\.name), listedBy: "truthbook calc")
      throw Fault.usage("there is no calculator '\(name)'; \(advice)")
    }
    do {
      if json { return try printJSON(AnswerDocument(calculator, values)) }
      let page = AnswerPage(
        calculator, values, answer: try calculator.answer(values), width: look.columns,
        isASCII: look.plain)
      try Console.print(page.lines.map { $0.encoded(in: look.mode) }.joined(separator: "\n"))
    } catch let error as ArgumentError {
      throw Fault.usage(error.description)
    }
  }

  private func printJSON(_ document: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try Console.print(String(decoding: try encoder.encode(document), as: UTF8.self))
  }

  private func printList() throws {
    let list = NameList(Calculator.all.map { (name: $0.name, number: $0.id, text: $0.question) })
    for line in list.lines(width: look.columns) { try Console.print(line) }
  }
}
