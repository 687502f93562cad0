/// Why a path cannot be taken in as a submission.
public enum IntakeRefusal: Error, Hashable, Sendable {
  case noSuchFile(path: String)
  case unreadable(path: String, reason: String)
  case symbolicLink(path: String)
  /// Another name of a file that belongs to somebody else.
  case hardLink(path: String)
  /// A pipe, socket or device.
  case specialFile(path: String)
  case directoryNamedLikeSource(path: String)
  case notSwift(path: String)
  case noSwiftFile(directory: String)
  case tooManyFiles(directory: String, count: Int, limit: Int)
  case fileTooLarge(path: String, bytes: Int, limit: Int)
  case submissionTooLarge(path: String, bytes: Int, limit: Int)
  case notUTF8(path: String, line: Int, byte: Int)
  case nulByte(path: String, line: Int, byte: Int)
}

extension IntakeRefusal: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noSuchFile(let path):
      "\(printableName(path)): no such file or folder; check the path"
    case .unreadable(let path, let reason):
      "\(printableName(path)): cannot be read (\(reason)); check its permissions"
    case .symbolicLink(let path):
      "\(printableName(path)): is a symbolic link, and links are not followed; give the file itself"
    case .hardLink(let path):
      "\(printableName(path)): is another name of somebody else's file; give a copy of it"
    case .specialFile(let path):
      "\(printableName(path)): is a pipe, socket or device; give a regular Swift file"
    case .directoryNamedLikeSource(let path):
      "\(printableName(path)): is a folder with a Swift file's name; rename or move it"
    case .notSwift(let path):
      "\(printableName(path)): is not a Swift file; give a file whose name ends in .swift, or a folder"
    case .noSwiftFile(let directory):
      "\(printableName(directory)): holds no Swift file; put your solution there or give its path "
        + "(folders inside it and Package.swift do not count)"
    case .tooManyFiles(let directory, let count, let limit):
      "\(printableName(directory)): holds \(count) Swift files, and a submission may have \(limit); "
        + "give the folder of one solution"
    case .fileTooLarge(let path, let bytes, let limit):
      "\(printableName(path)): has \(bytes) bytes, and a Swift file may have \(limit); "
        + "is it the right file?"
    case .submissionTooLarge(let path, let bytes, let limit):
      "\(printableName(path)): the Swift files have \(bytes) bytes together, and a submission may have "
        + "\(limit); give the folder of one solution"
    case .notUTF8(let path, let line, let byte):
      "\(printableName(path)):\(line): is not UTF-8 (byte \(byte) of the line); save it as UTF-8"
    case .nulByte(let path, let line, let byte):
      "\(printableName(path)):\(line): holds a NUL character (byte \(byte) of the line); remove it"
    }
  }
}
