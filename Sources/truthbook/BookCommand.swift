import ArgumentParser
import Curriculum
import Site

/// `truthbook book`: the whole book as files.
struct BookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "Write the whole book as a folder of web pages.",
    discussion: """
      Every chapter and task, the same text as here: figures that can be stepped, questions that are judged \
      in the page, calculators, glossary, errata and a search. The pages load nothing from a network; \
      open index.html, or put the folder on any server.

        truthbook book --html edition    write it, or an edition anew

      The folder must be empty or new, or hold an earlier edition, which is replaced as a whole.
      """)

  @Option(help: "The folder to write the pages to.", completion: .directory)
  var html: String

  func run() throws {
    let folder = EditionFolder(html)
    do {
      try folder.requireRoom()
      Console.progress("writing the book …")
      let edition = try Edition(of: Workbook().curriculum)
      try folder.write(edition)
      Console.clearProgress()
      try Console.print("\(edition.files.count) files are in \(html); open \(html)/index.html.")
    } catch let refusal as EditionFolder.Refusal {
      throw Fault.usage(refusal.description)
    } catch let error as CurriculumError {
      throw Fault.environment(error.description)
    } catch let failure as FileFailure {
      throw Fault.environment(failure.description)
    }
  }
}
