import ArgumentParser
import FoundationEssentials
import Grading

/// `truthbook report`: what can be done with reports once they are written.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Join the reports of a batch's shards.",
    subcommands: [Merge.self])

  /// `truthbook report merge`: the shards of a batch become one report, the same that one machine
  /// would have written.
  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge",
      abstract: "Join the combined reports of a batch's shards.",
      discussion: """
        Takes the batch.json of every shard and writes what one run over the whole batch would have \
        written. Reports of different exercises or suite versions are refused.

          truthbook report merge part*/batch.json --json batch.json --csv grades.csv
        """)

    @Argument(help: "The combined reports of the shards.")
    var files: [String]

    @Option(help: "Write the joined report to this file; - for standard output.")
    var json: String?

    @Option(help: "Write the gradebook as CSV to this file; - for standard output.")
    var csv: String?

    @Flag(help: "Go on when a shard is missing.")
    var partial = false

    @OptionGroup var look: LookOptions

    func validate() throws {
      if json == "-", csv == "-" {
        throw ValidationError("JSON and CSV cannot share standard output; send one to a file.")
      }
    }

    func run() throws {
      for file in files where !FileManager.default.isReadableFile(atPath: file) {
        throw Fault.usage("\(file): cannot be read; check the path")
      }
      for file in [json, csv].compactMap({ $0 }) where file != "-" {
        try ReportDestination.requirePlace(for: file)
      }
      let merged: BatchReport
      do throws(BatchReport.MergeFailure) {
        merged = try BatchReport.merge(
          files.map { (file) throws(BatchReport.MergeFailure) in (file, try Self.read(file)) })
      } catch {
        throw Fault.usage(error.description)
      }
      let missing = merged.missingShards.map { "\($0)/\(merged.shards?.count ?? 0)" }
      if !missing.isEmpty {
        let sentence = "the batch is not complete: \(missing.joined(separator: ", ")) missing"
        guard partial else {
          throw Fault.usage(sentence + "; give their reports too, or --partial to go on without")
        }
        Console.note("truthbook: " + sentence)
      }
      try merged.write(json: json.map { [$0 == "-" ? nil : $0] } ?? [], csv: csv, look: look)
    }

    private static func read(_ file: String) throws(BatchReport.MergeFailure) -> BatchReport {
      guard let data = FileManager.default.contents(atPath: file) else {
        return try BatchReport(json: Data(), file: file)
      }
      return try BatchReport(json: data, file: file)
    }
  }
}
