import Foundation
import Testing

/// `truthbook init` and `update`, and the other commands in a workspace.
@Suite("truthbook: a workspace")
struct WorkspaceCommandTests {
  private let home: TemporaryHome
  private let place: TemporaryPlace
  private var desk: URL { place.root.appending(path: "desk") }

  init() throws {
    home = try TemporaryHome()
    place = try TemporaryPlace()
    try FileManager.default.createSymbolicLink(
      at: home.root.appending(path: "Sources"),
      withDestinationURL: TemporaryHome.repository.appending(path: "Sources"))
  }

  private func make() throws {
    let outcome = try home.run(["init", "desk"], in: place.root)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func `every command works in any folder of it, and the book is left alone`() throws {
    let made = try home.run(["init", "desk"], in: place.root)
    #expect(made.status == 0)
    #expect(made.output.hasPrefix("desk is yours: "))
    made.expectNoEscapes()
    let folder = desk.appending(path: "Exercises/or-set")

    let untouched = try home.run(["test", "raft-election"], in: folder)
    #expect(untouched.status == 1)
    #expect(untouched.output.contains("you have not changed"))
    try Data(
      contentsOf: URL(filePath: TemporaryHome.book("Solutions/majority-math/Cluster.swift"))
    )
    .write(to: desk.appending(path: "Exercises/majority-math/Cluster.swift"))
    #expect(try home.run(["test", "majority-math"], in: folder).status == 0)
    #expect(try home.run(["hint", "or-set"], in: folder).output.contains("Hint 1 of"))
    #expect(try home.run(["read", "or-set", "--plain"], in: folder).status == 0)
    #expect(try home.run(["list"], in: folder).status == 0)
    #expect(try home.run([], in: folder).output.hasPrefix("Truthbook"))

    let progress = try String(
      contentsOf: desk.appending(path: ".truthbook/progress.json"), encoding: .utf8)
    #expect(progress.contains("\"majority-math\""))
    #expect(!FileManager.default.fileExists(atPath: home.path(".truthbook")))
  }

  @Test func `a failure's run is saved in it`() throws {
    try make()
    try Data(
      contentsOf: URL(
        filePath: TemporaryHome.book(
          "Solutions/Mutants/raft-election/half-of-the-cluster-is-enough.swift"))
    ).write(to: desk.appending(path: "Exercises/raft-election/Elector.swift"))
    let folder = desk.appending(path: "Kit")
    #expect(try home.run(["test", "raft-election"], in: folder).status == 1)
    let saved = ".truthbook/replays/raft-election-quorum-of-distinct-voters.json"
    #expect(FileManager.default.fileExists(atPath: desk.appending(path: saved).path))
    #expect(try home.run(["replay", saved], in: folder).status == 1)
    #expect(!FileManager.default.fileExists(atPath: home.path(".truthbook")))
  }

  @Test func `it has a target for each exercise that asks for code, and no solution or suite`()
    throws
  {
    try make()
    let files = try FileManager.default.subpathsOfDirectory(atPath: desk.path)
    #expect(!files.contains { $0.contains("Solutions") || $0.contains("HiddenSuites") })
    let package = try String(contentsOf: desk.appending(path: "Package.swift"), encoding: .utf8)
    let exercises = try FileManager.default.contentsOfDirectory(
      atPath: desk.appending(path: "Exercises").path)
    let book = try FileManager.default.contentsOfDirectory(atPath: home.path("Exercises"))
      .filter { !$0.hasSuffix(".swift") }
    #expect(exercises.sorted() == book.sorted())
    for exercise in exercises {
      let starters = try FileManager.default.contentsOfDirectory(
        atPath: desk.appending(path: "Exercises/\(exercise)/Starter").path)
      let isCode = starters.contains { $0.hasSuffix(".swift") }
      #expect(package.contains("\n    exercise(\"\(exercise)\"),\n") == isCode)
    }
    // What is not the book's own texts or starters has none of the references' code either.
    for exercise in exercises {
      let folder = desk.appending(path: "Exercises/\(exercise)")
      let starter = folder.appending(path: "Starter")
      for name in try FileManager.default.contentsOfDirectory(atPath: starter.path) {
        #expect(
          try Data(contentsOf: folder.appending(path: name))
            == Data(contentsOf: starter.appending(path: name)))
      }
    }
  }

  @Test func `an update says what it did and keeps what was edited`() throws {
    try make()
    #expect(try home.run(["update"], in: desk).output == "Everything is up to date.\n")
    let own = desk.appending(path: "Exercises/raft-election/Elector.swift")
    try Data("// mine\n".utf8).write(to: own)
    let path = "Exercises/raft-election/Starter/Elector.swift"
    let old = try Data(contentsOf: home.root.appending(path: path))
    try FileManager.default.removeItem(atPath: home.path("Exercises/raft-election/Starter"))
    try home.write(path, old + Data("// new\n".utf8))
    let outcome = try home.run(["update"], in: desk.appending(path: "Kit/ExerciseKit"))
    #expect(outcome.status == 0)
    #expect(
      outcome.output == """
        written   Exercises/raft-election/Starter/Elector.swift
        kept      Exercises/raft-election/Starter/Elector.swift as .truthbook/kept/Exercises/raft-election/Starter/Elector.swift
        yours     Exercises/raft-election/Elector.swift: not touched, since you have edited it; its starter has changed
                  to merge: git merge-file Exercises/raft-election/Elector.swift .truthbook/kept/Exercises/raft-election/Starter/Elector.swift Exercises/raft-election/Starter/Elector.swift

        """)
    #expect(try String(contentsOf: own, encoding: .utf8) == "// mine\n")
  }

  @Test func `a reset keeps the learner's version in it, and a path names an exercise`() throws {
    try make()
    let own = desk.appending(path: "Exercises/or-set/ORSet.swift")
    try Data("// mine\n".utf8).write(to: own)
    let outcome = try home.run(["reset", "ORSet.swift"], in: own.deletingLastPathComponent())
    #expect(outcome.status == 0, "\(outcome.errors)")
    let kept = desk.appending(path: ".truthbook/kept/Exercises/or-set/ORSet.swift")
    #expect(try String(contentsOf: kept, encoding: .utf8) == "// mine\n")
    #expect(
      try Data(contentsOf: own)
        == Data(contentsOf: desk.appending(path: "Exercises/or-set/Starter/ORSet.swift")))
    #expect(!FileManager.default.fileExists(atPath: home.path(".truthbook")))
  }

  @Test func `without git there is a folder all the same`() throws {
    let outcome = try home.run(["init", "desk"], environment: ["PATH=/nowhere"], in: place.root)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(!FileManager.default.fileExists(atPath: desk.appending(path: ".git").path))
    #expect(FileManager.default.fileExists(atPath: desk.appending(path: "Package.swift").path))
  }

  @Test func `what cannot be done is said in one sentence`() throws {
    try home.run(["update"], in: place.root).expectFault(64, containing: "truthbook init DIR")
    try home.run(["init", home.path("mine")]).expectFault(64, containing: "Truthbook's own folder")
    try home.run(["init", "no/such"], in: place.root).expectFault(5, containing: "no such folder")
    try make()
    try home.run(["init", "desk"], in: place.root)
      .expectFault(64, containing: "a workspace already", "truthbook update")
    try home.run(["init", "."], in: place.root).expectFault(64, containing: "not empty")
    try Data("{\"version\": 99}".utf8).write(to: desk.appending(path: ".truthbook/workspace.json"))
    for arguments in [["test", "or-set"], ["list"], ["update"]] {
      try home.run(arguments, in: desk).expectFault(5, containing: "version 99", "newer Truthbook")
    }
    try home.run(["list"], environment: ["TRUTHBOOK_HOME=/nowhere"], in: place.root)
      .expectFault(5, containing: "TRUTHBOOK_HOME")
  }

  @Test func `a file that is gone comes back with an update`() throws {
    try make()
    try FileManager.default.removeItem(at: desk.appending(path: "Exercises/or-set"))
    try home.run(["test", "or-set"], in: desk).expectFault(64, containing: "truthbook update")
    #expect(
      try home.run(["update"], in: desk).output == "new       or-set: truthbook read or-set\n")
    #expect(try home.run(["test", "or-set"], in: desk).status == 1)
  }

  @Test func `work goes from the workspace to another by export and import`() throws {
    try make()
    let solution = "Exercises/majority-math/Cluster.swift"
    let reference = TemporaryHome.book("Solutions/majority-math/Cluster.swift")
    try Data(contentsOf: URL(filePath: reference)).write(to: desk.appending(path: solution))
    #expect(try home.run(["test", "majority-math"], in: desk).status == 0)
    #expect(try home.run(["status"], in: desk).output.contains("1 of "))
    let exported = try home.run(["export", "../mine.json"], in: desk)
    #expect(exported.status == 0)
    #expect(exported.output == "Your progress and your files are in ../mine.json.\n")

    #expect(try home.run(["init", "other"], in: place.root).status == 0)
    let other = place.root.appending(path: "other")
    let imported = try home.run(["import", "../mine.json"], in: other)
    #expect(imported.status == 0)
    #expect(imported.output == "written   \(solution)\nProgress is merged.\n")
    #expect(
      try Data(contentsOf: other.appending(path: solution))
        == Data(contentsOf: URL(filePath: reference)))
    let list = try home.run(["list", "--json"], in: other)
    #expect(list.output.contains("\"attempts\" : 1"))

    let wrong = try home.run(["import", "Package.swift"], in: other)
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("Package.swift: is not a file that `truthbook export` wrote"))
    #expect(try home.run(["export", "nowhere/mine.json"], in: other).status == 64)
  }
}
