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
      let sides = Self.sides(of: bytes)
      var progress = try JSONDecoder().decode(Progress.self, from: Data(sides.ours))
      if let theirs = sides.theirs {
        progress.merge(try JSONDecoder().decode(Progress.self, from: Data(theirs)))
      }
      return progress
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
      // Waiting for the disk takes longer than some suites.
      guard progress != before else { return }
      // An attempt more is not worth that; it is written as whole.
      try replaceFile(
        path, with: Self.encode(progress), isDurable: !progress.differsInAttemptsOnly(from: before))
    } catch let error as FileFailure {
      throw .inaccessible(error)
    } catch let error as ProgressError {
      throw error
    } catch {
      throw .malformed(path: path, reason: "\(error)")
    }
  }

  /// Parts a file that git could not merge: what it holds with our lines, and with theirs. The next update
  /// writes it whole again.
  private static func sides(of bytes: [UInt8]) -> (ours: [UInt8], theirs: [UInt8]?) {
    var (ours, theirs): ([UInt8], [UInt8]) = ([], [])
    var side = "both"
    var hasConflict = false
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let mark = String(decoding: line.prefix(7), as: UTF8.self)
      switch mark {
      case "<<<<<<<": (side, hasConflict) = ("ours", true)
      case "|||||||" where side == "ours": side = "base"
      case "=======" where side != "both": side = "theirs"
      case ">>>>>>>" where side == "theirs": side = "both"
      default:
        if side == "both" || side == "ours" { ours += line + [UInt8(ascii: "\n")] }
        if side == "both" || side == "theirs" { theirs += line + [UInt8(ascii: "\n")] }
      }
    }
    return (ours, hasConflict ? theirs : nil)
  }

  /// What this machine is called where progress counts by machine: eight digits drawn once, which git does
  /// not keep.
  public func machine() throws(FileFailure) -> String {
    let path = folder + "/machine"
    func known() throws(FileFailure) -> String? {
      do throws(FileFailure) {
        let name = String(decoding: try readFile(path), as: UTF8.self)
        return name.count == 8 && name.allSatisfy(\.isHexDigit) ? name : nil
      } catch {
        guard error.code == ENOENT else { throw error }
        return nil
      }
    }
    if let name = try known() { return name }
    try makeFolder(folder)
    let lock = try lockFolder(folder)
    defer { close(lock) }
    if let name = try known() { return name }
    let digits = String(UInt32.random(in: .min ... .max), radix: 16)
    let name = String(repeating: "0", count: 8 - digits.count) + digits
    try replaceFile(path, with: Array(name.utf8))
    return name
  }

  /// The bytes of a record of progress, as the file holds it.
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
