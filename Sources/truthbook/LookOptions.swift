public import ArgumentParser
import Grading
import Reader
public import Terminal

/// How text for a person looks.
struct LookOptions: ParsableArguments {
  @Option(help: "Lay text out for this many columns instead of the terminal's.")
  var width: Int?

  @Option(help: "Use colours: auto, always or never. NO_COLOR and CLICOLOR count for auto.")
  var color: ColorMode.Choice = .auto

  @Flag(
    help:
      "Draw in ASCII only, one fact a line, no boxes and no colours: for screen readers and logs.")
  var plain = false

  func validate() throws {
    if let width, !(10...1000).contains(width) {
      throw ValidationError("--width takes a number of columns from 10 to 1000.")
    }
  }

  /// The columns there are.
  var columns: Int {
    width ?? StandardStream.output.columns(environment: Console.environment)
  }

  /// What standard output may be sent.
  var mode: ColorMode {
    plain ? .plain : StandardStream.output.colorMode(color, environment: Console.environment)
  }

  /// The look of a report.
  var report: TerminalReport.Look {
    TerminalReport.Look(width: columns, mode: mode, isPlain: plain)
  }

  /// The look of a page.
  var page: PageStyle {
    PageStyle(colorMode: mode)
  }
}

extension ColorMode.Choice: ExpressibleByArgument {}
