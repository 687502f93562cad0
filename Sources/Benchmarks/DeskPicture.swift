import Foundation
import Screen
import Site

/// A picture of the desk for the README, of a real run: `swift run Benchmarks picture FILE.svg`.
struct DeskPicture {
  private static let exercise = "raft-election"
  private static let submission =
    "Solutions/Mutants/raft-election/half-of-the-cluster-is-enough.swift"
  private static let size = ScreenSize(columns: 92, rows: 30)
  private static let description =
    "The desk in a terminal: Raft election, some checks of which fail. The first guarantee that breaks is "
    + "named with its source, and the shortest run that breaks it is drawn with a lane for each node."

  /// Runs the desk on a submission that is wrong, and draws what its terminal shows.
  static func write(to file: String, root: String, truthbook: String) throws {
    let home = FileManager.default.temporaryDirectory.path + "/truthbook-picture-\(getpid())"
    let files = FileManager.default
    defer { try? files.removeItem(atPath: home) }
    // All exercises are there, so that it says how many there are.
    for exercise in try files.contentsOfDirectory(atPath: root + "/Exercises").sorted()
    where files.fileExists(atPath: "\(root)/Exercises/\(exercise)/README.md") {
      let folder = "Exercises/" + exercise
      try files.createDirectory(atPath: "\(home)/\(folder)", withIntermediateDirectories: true)
      for name in ["README.md", "hints.md", "Starter"] {
        try link("\(folder)/\(name)", from: root, to: home)
      }
    }
    for name in ["Chapters", "Solutions", "Package.swift"] { try link(name, from: root, to: home) }
    try files.copyItem(
      atPath: root + "/" + submission, toPath: "\(home)/Exercises/\(exercise)/Elector.swift")
    let terminal = try DeskTerminal(
      [truthbook, "watch", exercise], home: home, columns: size.columns, rows: size.rows)
    try terminal.await("checks passed, ")
    // The whole of the screen comes after that.
    while try terminal.hasShown("\u{1b}[", within: 300) {}
    var copy = TerminalCopy(size)
    copy.take(String(decoding: terminal.transcript, as: UTF8.self))
    let picture = TerminalPicture(copy, description: description).svg
    try Data(picture.utf8).write(to: URL(filePath: file), options: .atomic)
    print("written to \(file)")
  }

  private static func link(_ name: String, from root: String, to home: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: home + "/" + name, withDestinationPath: root + "/" + name)
  }
}
