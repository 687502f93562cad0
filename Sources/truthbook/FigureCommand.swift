import ArgumentParser
import Curriculum
import Figures
import Parameters
import Terminal

/// `truthbook figure`: a figure of the book, run again with other values.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure",
    abstract: "Draw a figure of the book, with values of your own.",
    discussion: """
        truthbook figure                    the list of figures
        truthbook figure election           a figure with its usual values
        truthbook figure election seed=8    with others; each is written name=value
      """)

  @Argument(help: "A figure.", completion: NameCompletion.figures)
  var name: String?

  @Argument(help: "Values, each as name=value.")
  var values: [String] = []

  @OptionGroup var look: LookOptions

  func run() throws {
    guard let name else { return try printList() }
    guard let figure = Figure.named(name) else {
      let advice = suggestion(
        for: name, among: Figure.all.map(\.name), listedBy: "truthbook figure")
      throw Fault.usage("there is no figure '\(name)'; \(advice)")
    }
    let lines: [StyledLine]
    do {
      lines = try figure.draw(
        values, on: Figure.Canvas(width: look.columns, isASCII: look.plain))
    } catch let error as ArgumentError {
      throw Fault.usage(error.description)
    }
    try Console.print(lines.map { $0.encoded(in: look.mode) }.joined(separator: "\n"))
    let text = ["", "\(figure.id). \(figure.sentence)"] + figure.parameters.map(Self.explanation)
    for paragraph in text {
      for line in TextWrap.lines(of: paragraph, width: look.columns) { try Console.print(line) }
    }
  }

  private static func explanation(_ parameter: Parameter) -> String {
    "\(parameter.name)=\(parameter.standard): \(parameter.meaning); \(parameter.expectation)."
  }

  private func printList() throws {
    let list = NameList(Figure.all.map { (name: $0.name, number: $0.id, text: $0.title) })
    for line in list.lines(width: look.columns) { try Console.print(line) }
  }
}
