public import Checking
public import FoundationEssentials

/// A failed check's run, saved so that it can be run again: the file `truthbook replay` reads.
public struct ReplayFile: Hashable, Sendable, Codable {
  /// Tells this format from others.
  public private(set) var format = "truthbook-replay"
  /// The format's version.
  public private(set) var formatVersion = 1
  /// The exercise's name.
  public let exercise: String
  /// The version of the suite that found the run.
  public let suiteVersion: Int
  /// The submission's path as it was given, to run the schedule on.
  public let submission: String
  /// The run.
  public let schedule: Schedule

  /// Describes a run of a submission.
  public init(exercise: String, suiteVersion: Int, submission: String, schedule: Schedule) {
    self.exercise = exercise
    self.suiteVersion = suiteVersion
    self.submission = submission
    self.schedule = schedule
  }

  /// Why a file cannot be replayed.
  public enum Unreadable: Error, Hashable, Sendable {
    /// It is not JSON, or not of this shape; the text says where.
    case malformed(String)
    /// It is of another format or version.
    case otherFormat(String, version: Int)
  }

  /// Reads a replay file's contents.
  public init(json: Data) throws(Unreadable) {
    do {
      self = try JSONDecoder().decode(ReplayFile.self, from: json)
    } catch let error as DecodingError {
      throw .malformed(Self.describe(error))
    } catch {
      throw .malformed(String(describing: error))
    }
    guard format == "truthbook-replay", formatVersion == 1 else {
      throw .otherFormat(format, version: formatVersion)
    }
  }

  /// The file's contents.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  private static func describe(_ error: DecodingError) -> String {
    func path(_ keys: [any CodingKey]) -> String {
      keys.isEmpty ? "the document" : keys.map(\.stringValue).joined(separator: ".")
    }
    return switch error {
    case .keyNotFound(let key, let context):
      "\(path(context.codingPath)) has no \"\(key.stringValue)\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(path(context.codingPath)) is not what it should be"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "it is not JSON" : "\(path(context.codingPath)) is not valid"
    @unknown default:
      "it cannot be decoded"
    }
  }
}
