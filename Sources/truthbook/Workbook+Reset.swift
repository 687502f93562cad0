import Curriculum
import FoundationEssentials
import Glibc

extension Workbook {
  /// Where versions are kept that were taken away.
  private static let keptFolder = ".truthbook/kept"

  /// Keeps a copy of what the learner has written and puts the first versions in its place; what the
  /// progress says of the exercise is forgotten. Nothing is changed unless all of it is kept.
  /// - Returns: what is to be said of it.
  /// - Throws: `Fault` when a file cannot be read or written, which says which.
  func reset(_ exercise: Exercise) throws(Fault) -> String {
    do {
      let first = try exercise.parts.map { try $0.pristine.bytes() }
      let kept = try exercise.parts.map { $0.starter.exists ? try $0.starter.bytes() : nil }
      if zip(first, kept).allSatisfy({ $0 == $1 }) {
        return "\(exercise.starter.path) is the first version already; nothing was changed."
      }
      var told = "\(exercise.starter.path) is the first version again."
      if kept.contains(where: { $0 != nil }) {
        let made = try makeKeptFolder(for: exercise.id)
        for (part, bytes) in zip(exercise.parts, kept) {
          guard let bytes else { continue }
          try replaceFile("\(curriculum.learnerRoot)/\(made)/\(part.starter.name)", with: bytes)
        }
        told += " Yours is kept in \(made)."
      }
      for (part, bytes) in zip(exercise.parts, first) {
        try replaceFile(part.starter.absolutePath, with: bytes)
      }
      if let problem = noting({ $0.forget(exercise.id) }) { told += " But \(problem)" }
      return told
    } catch let error as FileFailure {
      throw .environment("nothing was reset: \(error.description)")
    } catch let error as CurriculumError {
      throw .environment("nothing was reset: \(error.description)")
    } catch {
      throw .environment("nothing was reset: \(error)")
    }
  }

  /// Makes a folder that was not there.
  private func makeKeptFolder(for id: String) throws(FileFailure) -> String {
    let root = curriculum.learnerRoot
    try makeFolder(root + "/.truthbook")
    try makeFolder(root + "/" + Self.keptFolder)
    var number = 1
    while true {
      let folder = "\(Self.keptFolder)/\(id)-\(number)"
      if mkdir(root + "/" + folder, 0o777) == 0 { return folder }
      guard errno == EEXIST else { throw .last("make the folder", root + "/" + folder) }
      number += 1
    }
  }
}
