import Curriculum
import Testing

@Suite("The book as it stands")
struct RepositoryTests {
  private let curriculum = RepositoryBook.curriculum

  @Test func `every chapter and exercise loads`() throws {
    #expect(try curriculum.parts().items.map(\.id) == ["A", "B"])
    #expect(try !curriculum.chapters().items.isEmpty)
    #expect(try !curriculum.exercises().items.isEmpty)
  }

  @Test func `every exercise has hints, a pristine copy and a reference`() throws {
    for exercise in try curriculum.exercises().items {
      #expect(try exercise.hints().count >= (exercise.isSmall ? 2 : 4), "\(exercise.id)")
      #expect(try exercise.hints().allSatisfy { !$0.markdown.isEmpty }, "\(exercise.id)")
      let starter = try exercise.parts.map { try $0.pristine.text() }.joined()
      #expect(exercise.parts.allSatisfy { $0.reference.exists }, "\(exercise.id)")
      for type in exercise.types {
        #expect(
          ["struct", "enum"].contains { starter.contains("\($0) \(type.name)") },
          "\(exercise.id)")
      }
      #expect(starter.contains(exercise.isText ? "# TODO:" : "// TODO:"), "\(exercise.id)")
    }
  }

  @Test(arguments: [
    ("clocks", ["happens-before", "vector-clocks", "comparing", "sparse-clocks", "merging"]),
    (
      "crdts",
      ["laws", "or-set", "dots", "add-wins", "observed-remove", "restored-replicas"]
    ),
    (
      "raft",
      [
        "terms", "votes", "majority", "up-to-date", "persistence", "stepping-down", "timers",
        "leaders", "liveness", "copying-the-log", "committing", "old-entries", "reading",
        "asking-twice",
      ]
    ),
  ])
  func `the sections that reports point to exist`(_ id: String, _ sections: [String]) throws {
    let anchors = MarkdownOutline(try curriculum.chapter(id).markdown).anchors
    for section in sections { #expect(anchors.filter { $0 == section }.count == 1, "\(section)") }
  }
}
