import Curriculum
import Foundation
import Testing

@Suite("The ways through the book")
struct LearningPathTests {
  private let workbook: TemporaryWorkbook
  private let curriculum: Curriculum

  init() throws {
    workbook = try TemporaryWorkbook()
    curriculum = Curriculum(root: workbook.root)
  }

  @Test func `needs and tracks are read in order`() throws {
    try workbook.write(
      "Chapters/path.yml",
      """
      needs:
        or-set: []
      tracks:
        - name: evening
          title: An evening
          stages:
            - title: Read
              steps: [crdts]
            - title: Write
              steps: [or-set]

      """)
    let path = try curriculum.learningPath()
    #expect(path.prerequisites == ["or-set": []])
    #expect(path.tracks.map(\.title) == ["An evening"])
    #expect(path.tracks[0].stages.map(\.title) == ["Read", "Write"])
    #expect(path.tracks[0].stages.map(\.steps) == [["crdts"], ["or-set"]])
    #expect(curriculum.diagnostics() == [])
  }

  @Test func `there need not be any`() throws {
    #expect(try curriculum.learningPath() == .none)
  }

  @Test(arguments: [
    ("needs:\n  or-sett: []\n", "there is no exercise 'or-sett'; did you mean 'or-set'?"),
    ("needs:\n  or-set: [or-set]\n", "'or-set' needs itself, by way of what it needs"),
    ("needs: [or-set]\n", "'needs' must be lines 'name: [one, two]' below it"),
    (
      "tracks:\n  - name: a\n    title: A\n    stages:\n      - title: B\n        steps: [crdt]\n",
      "there is no chapter or exercise 'crdt'; did you mean 'crdts'?"
    ),
    ("tracks:\n  - name: a\n", "the track has no 'title'"),
    ("path: 1\n", "unknown key 'path'"),
    ("- one\n", "a path is 'needs' and 'tracks'"),
  ])
  func `what is wrong in the file is told with its place`(_ text: String, _ message: String) throws
  {
    try workbook.write("Chapters/path.yml", text)
    let found = curriculum.diagnostics().map(\.description)
    #expect(
      found.contains { $0.hasPrefix("Chapters/path.yml:") && $0.contains(message) }, "\(found)")
  }

  @Test func `every exercise of the book that another needs comes before it in every track`() throws
  {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let book = Curriculum(root: root)
    let path = try book.learningPath()
    #expect(path.tracks.count == 3)
    for track in path.tracks {
      let steps = track.stages.flatMap(\.steps)
      #expect(Set(steps).count == steps.count, "\(track.name)")
      for (place, step) in steps.enumerated() {
        for needed in path.prerequisites[step] ?? [] {
          if let other = steps.firstIndex(of: needed) { #expect(other < place, "\(step)") }
        }
      }
    }
    // The course is all of it. What is small comes with its section.
    let course = path.tracks.last?.stages.flatMap(\.steps) ?? []
    let exercises = try book.exercises().items
    let all = exercises.filter { !$0.isSmall }.map(\.id) + (try book.chapterIDs())
    #expect(Set(course) == Set(all))
    #expect(Set(exercises.filter(\.isSmall).map(\.chapter.chapter)) == Set(try book.chapterIDs()))
    #expect(path.next(of: exercises, passed: [])?.isSmall == false)
  }
}
