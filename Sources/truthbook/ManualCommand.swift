import ArgumentParser
import Book
import Curriculum
import FoundationEssentials

/// `truthbook manual`: the manual page, from what `--help` says.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Write the manual page.",
    discussion: """
        truthbook manual | man -l -
      """,
    shouldDisplay: false)

  @Flag(help: "Write the landing page of the kit's DocC documentation instead.")
  var kit = false

  func run() throws {
    if kit {
      let page: KitCatalogue
      let workbook = try Workbook(isAuthors: true)
      do throws(CurriculumError) {
        page = try KitCatalogue(workbook.curriculum)
      } catch {
        throw Fault.environment(error.description)
      }
      return try Console.print(page.markdown, terminator: "")
    }
    let help = try JSONDecoder().decode(Help.self, from: Data(Truthbook._dumpHelp().utf8))
    try Console.print(
      Self.page(help.command, version: Truthbook.configuration.version), terminator: "")
  }

  /// What ArgumentParser tells of a command line (`--experimental-dump-help`, version 0 of its form).
  private struct Help: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String

      var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    struct Argument: Decodable {
      var kind: String
      var abstract: String?
      var valueName: String?
      var names: [Name]?
      var defaultValue: String?
      var isOptional: Bool
      var isRepeating: Bool
      var shouldDisplay: Bool
    }

    struct Command: Decodable {
      var commandName: String
      var abstract: String?
      var discussion: String?
      var shouldDisplay: Bool?
      var arguments: [Argument]?
      var subcommands: [Command]?
    }

    var command: Command
  }

  // MARK: The page, in the language of man(7)

  private static func page(_ root: Help.Command, version: String) -> String {
    var page = """
      .TH TRUTHBOOK 1 "" "truthbook \(version)" "Truthbook"
      .SH NAME
      truthbook \\- \(line(root.abstract ?? ""))
      .SH SYNOPSIS
      .B truthbook
      .RI [ command ]
      .RI [ argument ...]
      .SH DESCRIPTION
      \(paragraphs(root.discussion ?? ""))
      .SH COMMANDS

      """
    for command in root.subcommands ?? [] where command.shouldDisplay != false {
      page += section(command, path: "truthbook")
    }
    return page
  }

  private static func section(_ command: Help.Command, path: String) -> String {
    let path = "\(path) \(command.commandName)"
    let arguments = (command.arguments ?? []).filter { argument in
      argument.shouldDisplay
        && argument.names?.contains { ["help", "version"].contains($0.name) } != true
    }
    let synopsis = arguments.filter { $0.kind == "positional" }.map { argument in
      let name = "<\(argument.valueName ?? "value")>" + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(name)]" : name
    }
    var text = ".SS \"\(line(([path] + synopsis).joined(separator: " ")))\"\n"
    text += paragraphs(command.abstract ?? "") + "\n"
    if let discussion = command.discussion { text += ".PP\n" + paragraphs(discussion) + "\n" }
    for argument in arguments {
      guard let abstract = argument.abstract else { continue }
      let value = argument.valueName.map { "<\($0)>" } ?? ""
      let names = (argument.names ?? []).map(\.text).joined(separator: ", ")
      let head =
        argument.kind == "positional"
        ? value : argument.kind == "flag" ? names : "\(names) \(value)"
      text += ".TP\n.B \"\(line(head))\"\n\(line(abstract))"
      if let standard = argument.defaultValue { text += " (default: \(line(standard)))" }
      text += "\n"
    }
    for command in command.subcommands ?? [] where command.shouldDisplay != false {
      text += section(command, path: path)
    }
    return text
  }

  /// Text in which lines that are indented stay lines.
  private static func paragraphs(_ text: String) -> String {
    var result: [String] = []
    var isCode = false
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isIndented = part.hasPrefix("  ")
      if isIndented != isCode, !part.isEmpty {
        result.append(isIndented ? ".PP\n.nf" : ".fi\n.PP")
        isCode = isIndented
      }
      result.append(part.isEmpty ? (isCode ? "" : ".PP") : line(String(part)))
    }
    if isCode { result.append(".fi") }
    return result.joined(separator: "\n")
  }

  /// A line that says exactly this: roff's own signs are spelled.
  private static func line(_ text: String) -> String {
    var spelled = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("\"", with: "\\(dq")
    if spelled.hasPrefix(".") || spelled.hasPrefix("'") { spelled = "\\&" + spelled }
    return spelled
  }
}
