import Curriculum

extension Workbook {
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
      let copies = KeptCopies(root: curriculum.learnerRoot)
      let names = try zip(exercise.parts, kept).compactMap { part, bytes in
        try bytes.map { try copies.keep($0, of: part.starter.path) }
      }
      if !names.isEmpty { told += " Yours is kept as \(names.joined(separator: " and "))." }
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
}
