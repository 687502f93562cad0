/// The reference implementations, which lie in `Solutions` in a folder each.
extension Curriculum {
  /// The names of the folders that hold one; exercises have theirs there too. Folders of other kinds,
  /// such as `Mutants`, begin with a capital.
  public func referenceIDs() throws(CurriculumError) -> [String] {
    let folders = try WorkbookFile(root: root, path: "Solutions").entries()
    return folders.map(\.name).filter { $0.first?.isLowercase == true && !$0.contains(".") }
  }

  /// The Swift files of a reference, in alphabetical order; empty when there is none of that name.
  public func referenceFiles(of id: String) throws(CurriculumError) -> [WorkbookFile] {
    guard try referenceIDs().contains(id) else { return [] }
    return try WorkbookFile(root: root, path: "Solutions/" + id).entries().filter {
      $0.name.hasSuffix(".swift")
    }
  }

  /// The Swift files of `ExerciseKit`, in alphabetical order, those of small exercises last.
  public func kitFiles() throws(CurriculumError) -> [WorkbookFile] {
    let kit = WorkbookFile(root: root, path: "Sources/ExerciseKit")
    let small = kit.appending("SmallExercises")
    return try (kit.entries() + small.entries()).filter { $0.name.hasSuffix(".swift") }
  }
}
