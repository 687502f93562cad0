public import FoundationEssentials
import Terminal

/// What grading a batch, or some shards of it, found.
public struct BatchReport: Hashable, Sendable, Codable {
  /// Which part of a batch a report holds.
  public struct Shards: Hashable, Sendable, Codable {
    /// How many there are.
    public var count: Int
    /// Which of them are here, from 1, in ascending order.
    public var present: [Int]

    /// Names a part.
    public init(count: Int, present: [Int]) {
      self.count = count
      self.present = present
    }
  }

  /// Why reports cannot be merged.
  public struct MergeFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence that names the files.
    public let description: String
  }

  /// Tells this format from others.
  public private(set) var format = "truthbook-batch"
  /// The format's version.
  public private(set) var formatVersion = 2
  /// The exercise's name.
  public let exercise: String
  /// The version of its suite.
  public let suiteVersion: Int
  /// The name of the secret that the inputs were drawn with; nil where anybody can compute them.
  public let key: String?
  /// The part of the batch that is here; nil when all of it is.
  public private(set) var shards: Shards?
  /// The submissions in the order of the whole batch.
  public private(set) var submissions: [BatchEntry]

  /// Gathers a batch's entries.
  public init(
    exercise: String, suiteVersion: Int, key: String? = nil, shards: Shards? = nil,
    submissions: [BatchEntry]
  ) {
    self.key = key
    self.exercise = exercise
    self.suiteVersion = suiteVersion
    self.shards = shards
    self.submissions = submissions.sorted { $0.number < $1.number }
  }

  /// Reads a combined report.
  /// - Parameter file: what to call it when it cannot be read.
  public init(json: Data, file: String) throws(MergeFailure) {
    do {
      self = try JSONDecoder().decode(BatchReport.self, from: json)
    } catch {
      throw MergeFailure(description: "\(file): is not the combined report of a batch")
    }
    guard format == "truthbook-batch", formatVersion == 2 else {
      throw MergeFailure(
        description: "\(file): '\(format)' version \(formatVersion) is not known here")
    }
  }

  /// The combined report without the reports themselves: one JSON document with a line for each
  /// submission, which says where its report lies.
  public func json() throws -> Data {
    var text = Data()
    try writeJSON(with: { $0 }) { text += $0 }
    return text
  }

  /// Writes the combined report in parts, so that no more than one submission's report is in memory.
  /// - Parameter complete: gives an entry its report.
  public func writeJSON(
    with complete: (BatchEntry) throws -> BatchEntry, to write: (Data) throws -> Void
  ) throws {
    var head = self
    head.submissions = []
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = try encoder.encode(head)
    // No text in the head can hold this: its quotes would be escaped.
    let marker = Data("\"submissions\":[]".utf8)
    guard let place = text.firstRange(of: marker) else { return try write(text) }
    try write(text[..<place.lowerBound] + Data("\"submissions\":[".utf8))
    for (index, entry) in submissions.enumerated() {
      try write(Data((index == 0 ? "\n" : ",\n").utf8) + complete(entry).line())
    }
    try write(Data("\n]".utf8) + text[place.upperBound...] + Data("\n".utf8))
  }

  /// Joins the shards of one batch.
  /// - Throws: `MergeFailure` when they are of different exercises, suite versions or batches, or hold
  ///   two results for one submission that differ.
  public static func merge(_ parts: [(file: String, report: BatchReport)]) throws(MergeFailure)
    -> BatchReport
  {
    guard let first = parts.first else {
      throw MergeFailure(description: "there is nothing to merge")
    }
    var entries: [Int: (file: String, entry: BatchEntry)] = [:]
    var present: Set<Int> = []
    for (file, part) in parts {
      guard part.exercise == first.report.exercise else {
        throw MergeFailure(
          description: "\(first.file) is of \(first.report.exercise) and \(file) of "
            + "\(part.exercise); merge one exercise's reports")
      }
      guard part.suiteVersion == first.report.suiteVersion else {
        throw MergeFailure(
          description: "\(first.file) was graded by version \(first.report.suiteVersion) of the "
            + "suite and \(file) by version \(part.suiteVersion); grade both with one version")
      }
      guard part.key == first.report.key else {
        throw MergeFailure(
          description:
            "\(first.file) was graded with \(keyText(first.report.key)) and \(file) with "
            + "\(keyText(part.key)); grade both with one --key")
      }
      guard part.shards?.count == first.report.shards?.count else {
        throw MergeFailure(
          description: "\(first.file) and \(file) come from different divisions into shards")
      }
      if let mine = first.report.submissions.first?.maximum,
        let other = part.submissions.first?.maximum, mine != other
      {
        throw MergeFailure(
          description:
            "\(first.file) counts \(mine) points in all and \(file) \(other); grade both "
            + "with the same points")
      }
      present.formUnion(part.shards?.present ?? [])
      for entry in part.submissions {
        if let known = entries[entry.number], known.entry != entry {
          throw MergeFailure(
            description: "\(known.file) and \(file) differ about submission \(entry.number) "
              + "(\(known.entry.name), \(entry.name)); they are not parts of one batch")
        }
        entries[entry.number] = (file, entry)
      }
    }
    var shards = first.report.shards
    shards?.present = present.sorted()
    if let known = shards, known.present == Array(1...known.count) { shards = nil }
    return BatchReport(
      exercise: first.report.exercise, suiteVersion: first.report.suiteVersion,
      key: first.report.key, shards: shards,
      submissions: entries.values.map(\.entry))
  }

  private static func keyText(_ key: String?) -> String {
    key.map { "the key \($0)" } ?? "no key"
  }

  /// The shards that are not here.
  public var missingShards: [Int] {
    guard let shards else { return [] }
    return (1...shards.count).filter { !shards.present.contains($0) }
  }
}
