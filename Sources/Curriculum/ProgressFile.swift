import FoundationEssentials
import Glibc

/// Where a learner's progress is kept: `.truthbook/progress.json` in the workbook.
///
/// The file is replaced as a whole and never written over when it cannot be understood.
public struct ProgressFile: Sendable {
  /// The file.
  public let path: String
  private let folder: String

  /// Names the file of a workbook; touches nothing.
  public init(root: String) {
    folder = root + "/.truthbook"
    path = folder + "/progress.json"
  }

  /// What the file says; no progress when there is no file yet.
  public func load() throws(ProgressError) -> Progress {
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch let error where error.code == ENOENT {
      return Progress()
    } catch {
      throw .inaccessible(error)
    }
    do {
      return try JSONDecoder().decode(Progress.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw .malformed(path: path, reason: Self.reason(error))
    } catch {
      throw .malformed(path: path, reason: "\(error)")
    }
  }

  /// Loads, changes and stores the progress. Processes that do so at one time take turns.
  public func update(_ change: (inout Progress) -> Void) throws(ProgressError) {
    do {
      try makeFolder(folder)
      let lock = try lockFolder(folder)
      defer { close(lock) }
      var progress = try load()
      let before = progress
      change(&progress)
      // Most tests change nothing, and waiting for the disk takes longer than some suites.
      guard progress != before else { return }
      try replaceFile(path, with: Self.encode(progress))
    } catch let error as FileFailure {
      throw .inaccessible(error)
    } catch let error as ProgressError {
      throw error
    } catch {
      throw .malformed(path: path, reason: "\(error)")
    }
  }

  private static func encode(_ progress: Progress) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return Array(try encoder.encode(progress)) + [UInt8(ascii: "\n")]
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _):
      return "there is no '\(key.stringValue)'"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      let place = context.codingPath.map(\.stringValue).joined(separator: ".")
      return place.isEmpty ? context.debugDescription : "'\(place)': \(context.debugDescription)"
    @unknown default:
      return "\(error)"
    }
  }
}

/// The progress could not be read or stored. What the file held before, it still holds.
public enum ProgressError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system refused.
  case inaccessible(FileFailure)
  /// The file is not one this book wrote.
  case malformed(path: String, reason: String)

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .inaccessible(let failure):
      failure.description
    case .malformed(let path, let reason):
      "\(path) is not a record of progress (\(reason)); mend it, or move it away to start afresh. "
        + "It has not been changed"
    }
  }
}
