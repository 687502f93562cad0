/// Why a path cannot be taken in as a submission.
public enum IntakeRefusal: Error, Hashable, Sendable {
  case noSuchFile(path: String)
  case unreadable(path: String, reason: String)
  case symbolicLink(path: String)
  /// Another name of a file that belongs to somebody else.
  case hardLink(path: String)
  /// A pipe, socket or device.
  case specialFile(path: String)
  case notSwift(path: String)
  /// The answer must be a text.
  case notText(path: String)
  /// An answer that is a text is one text.
  case severalTexts(path: String)
  /// An archive of a kind that is not opened.
  case otherArchive(path: String)
  /// `found` names some of what is there instead, with the reason why it does not count.
  case noSwiftFile(directory: String, found: [String])
  case severalArchives(directory: String, count: Int)
  case archive(path: String, fault: ArchiveFault)
  case tooManyEntries(path: String, limit: Int)
  case tooManyFiles(directory: String, count: Int, limit: Int)
  case fileTooLarge(path: String, bytes: Int, limit: Int)
  case submissionTooLarge(path: String, bytes: Int, limit: Int)
  case notUTF8(path: String, line: Int, byte: Int)
  case nulByte(path: String, line: Int, byte: Int)
  /// It is not what it was when the batch began.
  case changed(path: String)
}

/// Why an archive is not taken in.
public enum ArchiveFault: Hashable, Sendable {
  case tooLarge(bytes: Int)
  case notAnArchive, damaged, encrypted, unreadableName
  case tooManyFiles, tooMuchInside, tooDense, tooMuchCode, namesTooLong, takesTooLong

  fileprivate var description: String {
    switch self {
    case .tooLarge(let bytes):
      "has \(bytes) bytes, and an archive may have \(Archive.packedLimit); pack your Swift files alone"
    case .notAnArchive:
      "is not a zip, tar or tar.gz with files in it, or is damaged; pack your Swift files anew"
    case .damaged:
      "is damaged, cut off or packed in an unusual way; pack your Swift files anew"
    case .encrypted: "is encrypted; pack your Swift files without a password"
    case .unreadableName: "holds a file whose name cannot be read; pack your Swift files anew"
    case .tooManyFiles:
      "holds more than \(Intake.entryLimit) files and folders; pack your Swift files alone"
    case .tooMuchInside:
      "would have more than \(Archive.unpackedLimit) bytes when unpacked; pack your Swift files alone"
    case .tooDense:
      "would have more than \(Archive.ratioLimit) times its size when unpacked; pack your Swift files "
        + "alone"
    case .tooMuchCode:
      "holds more than \(Archive.keptLimit) bytes of Swift files; pack one solution alone"
    case .namesTooLong:
      "holds names of more than \(Archive.nameLimit) bytes together; pack your Swift files alone"
    case .takesTooLong: "takes too long to unpack; pack your Swift files alone"
    }
  }
}

extension IntakeRefusal: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    "\(place): \(problem)"
  }

  private var place: String {
    switch self {
    case .noSuchFile(let path), .unreadable(let path, _), .symbolicLink(let path),
      .hardLink(let path), .specialFile(let path), .notSwift(let path), .notText(let path),
      .severalTexts(let path), .otherArchive(let path),
      .noSwiftFile(let path, _), .severalArchives(let path, _), .archive(let path, _),
      .tooManyEntries(let path, _), .tooManyFiles(let path, _, _), .fileTooLarge(let path, _, _),
      .submissionTooLarge(let path, _, _), .changed(let path):
      printableName(path)
    case .notUTF8(let path, let line, _), .nulByte(let path, let line, _):
      "\(printableName(path)):\(line)"
    }
  }

  private var problem: String {
    switch self {
    case .noSuchFile: "no such file or folder; check the path"
    case .unreadable(_, let reason): "cannot be read (\(reason)); check its permissions"
    case .symbolicLink:
      "is a link to another file, and links are not followed; give the file itself"
    case .hardLink: "is another name of somebody else's file; give a copy of it"
    case .specialFile: "is a pipe, socket or device; give a regular Swift file"
    case .notSwift:
      "is not a Swift file; give a file whose name ends in .swift, a folder, or a zip, tar or tar.gz"
    case .notText: "is not a text; give the file whose name ends in .txt, or the folder it lies in"
    case .severalTexts:
      "is a second file, and the answer is one text; grade them one after the other"
    case .otherArchive: "is an archive of another kind; give a zip, tar or tar.gz"
    case .noSwiftFile(_, let found):
      "holds no Swift file" + (found.isEmpty ? "" : " (\(found.joined(separator: "; ")))")
        + "; put your solution there or give its path"
    case .severalArchives(_, let count):
      "holds no Swift file and \(count) archives; give one of them, or --batch if each is a submission"
    case .archive(_, let fault): fault.description
    case .tooManyEntries(_, let limit):
      "holds more than \(limit) files and folders; give the folder of one solution"
    case .tooManyFiles(_, let count, let limit):
      "holds \(count) Swift files, and a submission may have \(limit); give the folder of one solution"
    case .fileTooLarge(_, let bytes, let limit):
      "has \(bytes) bytes, and a Swift file may have \(limit); is it the right file?"
    case .submissionTooLarge(_, let bytes, let limit):
      "the Swift files have \(bytes) bytes together, and a submission may have \(limit); "
        + "give the folder of one solution"
    case .notUTF8(_, _, let byte): "is not UTF-8 (byte \(byte) of the line); save it as UTF-8"
    case .nulByte(_, _, let byte): "holds a NUL character (byte \(byte) of the line); remove it"
    case .changed: "changed while the batch ran; grade it again"
    }
  }
}
