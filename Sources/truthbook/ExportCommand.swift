import ArgumentParser
import Curriculum

/// `truthbook export`: what is yours, to take along.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write your progress and the files you have written into one file.",
    discussion: """
      `truthbook import` takes it in on another machine. Nothing of the book is in it.

        truthbook export mine.json
        truthbook export - | ssh desk truthbook import -
      """)

  @Argument(help: "The file to write; - for standard output.")
  var file: String

  func run() throws {
    let workbook = try Workbook()
    let progress = try workbook.loadProgress()
    let document: [UInt8]
    do {
      document = try LearnerWork(of: workbook.curriculum, progress).document()
    } catch {
      throw Fault.environment("nothing was written: \(error)")
    }
    if file == "-" {
      return try Console.print(String(decoding: document, as: UTF8.self), terminator: "")
    }
    try ReportDestination.requirePlace(for: file)
    do throws(FileFailure) {
      try replaceFile(file, with: document)
    } catch {
      throw Fault.environment(error.description)
    }
    try Console.print("Your progress and your files are in \(file).")
  }
}
