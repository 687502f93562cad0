import Yams

/// The ways through the book: what to have done before an exercise, and tracks for the time one has.
public struct LearningPath: Hashable, Sendable {
  /// Chapters and exercises in the order in which to take them, for a stretch of time.
  public struct Track: Hashable, Sendable {
    /// Its name on the command line: `weekend`.
    public let name: String
    /// What it is: `A weekend`.
    public let title: String
    /// How the time is spent.
    public let stages: [Stage]
  }

  /// What is taken together.
  public struct Stage: Hashable, Sendable {
    /// When, as it is told: `Saturday morning`.
    public let title: String
    /// Names of chapters and exercises, in order.
    public let steps: [String]
  }

  /// Exercises to have done first, by the exercise.
  public let prerequisites: [String: [String]]
  /// The tracks, the shortest first.
  public let tracks: [Track]

  /// Where nothing is declared.
  public static let none = LearningPath(prerequisites: [:], tracks: [])

  /// The exercise to do next: the first that is still to do and needs nothing that is; the first still to
  /// do where each needs another. A small exercise comes with its section, and is never the next one.
  /// - Parameter exercises: all of them, in their order.
  public func next(of exercises: [Exercise], passed: Set<String>) -> Exercise? {
    let open = exercises.filter { !$0.isSmall && !passed.contains($0.id) }
    return open.first { prerequisites[$0.id, default: []].allSatisfy(passed.contains) }
      ?? open.first
  }
}

extension Curriculum {
  private var pathFile: WorkbookFile { WorkbookFile(root: root, path: "Chapters/path.yml") }

  /// The ways through the book, as `Chapters/path.yml` declares them: `needs`, exercises by the exercise
  /// that needs them, and `tracks`, each with `name`, `title` and `stages` of a `title` and `steps`.
  /// - Throws: every fault of the file, with its place. A name that is no chapter or exercise is one for
  ///   `diagnostics` alone: whoever has only a part of the book can still read.
  public func learningPath() throws(CurriculumError) -> LearningPath {
    try learningPath { _, _ in nil }
  }

  /// What is wrong with the file, names that are no chapter or exercise among it.
  func pathDiagnostics() -> [Diagnostic] {
    collecting { () throws(CurriculumError) in
      let exercises = try exerciseIDs()
      let all = exercises + (try chapterIDs())
      _ = try learningPath { name, kind in
        let names = kind == "exercise" ? exercises : all
        return names.contains(name)
          ? nil : "there is no \(kind) '\(name)'; \(suggestion(for: name, among: names))"
      }
      return []
    }
  }

  /// - Parameter fault: what is wrong with a name, given what it should be the name of.
  private func learningPath(
    _ fault: (_ name: String, _ kind: String) -> String?
  ) throws(CurriculumError) -> LearningPath {
    guard pathFile.exists else { return .none }
    let source = YAMLSource(file: pathFile, firstLine: 1)
    let node = try source.node(try pathFile.text())
    guard case .mapping(let mapping) = node else {
      throw CurriculumError(source.diagnostic(at: node, "a path is 'needs' and 'tracks'"))
    }
    var fields = YAMLFields(mapping, in: source, owner: "the path")
    var prerequisites: [String: [String]] = [:]
    if var needs = fields.nested("needs") {
      for exercise in needs.keys {
        let needed = needs.texts(exercise)
        prerequisites[exercise] = needed
        for fault in ([exercise] + needed).compactMap({ fault($0, "exercise") }) {
          needs.report(exercise, fault)
        }
      }
      for exercise in needs.keys where reaches(exercise, from: exercise, prerequisites) {
        needs.report(exercise, "'\(exercise)' needs itself, by way of what it needs")
      }
      fields.add(needs.takeFaults())
    }
    let tracks = fields.mappings("tracks").map { mapping in
      var track = YAMLFields(mapping, in: source, owner: "the track")
      let stages = track.mappings("stages").map { mapping in
        var stage = YAMLFields(mapping, in: source, owner: "the stage")
        let steps = stage.texts("steps")
        for fault in steps.compactMap({ fault($0, "chapter or exercise") }) {
          stage.report("steps", fault)
        }
        let title = stage.text("title")
        track.add(stage.takeFaults())
        return LearningPath.Stage(title: title, steps: steps)
      }
      let (name, title) = (track.text("name"), track.text("title"))
      fields.add(track.takeFaults())
      return LearningPath.Track(name: name, title: title, stages: stages)
    }
    try fields.finish()
    return LearningPath(prerequisites: prerequisites, tracks: tracks)
  }

  /// The same for whoever goes on without it: none when it cannot be read, and what is wrong with it.
  public func learningPath(adding faults: inout [Diagnostic]) -> LearningPath {
    do throws(CurriculumError) {
      return try learningPath()
    } catch {
      faults += error.diagnostics
      return .none
    }
  }

  private func reaches(
    _ goal: String, from start: String, _ prerequisites: [String: [String]]
  ) -> Bool {
    var seen: Set<String> = []
    var next = prerequisites[start] ?? []
    while let name = next.popLast() {
      if name == goal { return true }
      if seen.insert(name).inserted { next += prerequisites[name] ?? [] }
    }
    return false
  }
}
