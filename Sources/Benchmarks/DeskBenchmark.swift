import Foundation
import Glibc

/// The desk on a terminal: how long a save takes to its first failing check, a key to its answer while a
/// check runs, how many saves are missed, and what waiting costs.
struct DeskBenchmark {
  private let root: String
  private let truthbook: String
  private let home: String

  init(root: String, truthbook: String) throws {
    self.root = root
    self.truthbook = truthbook
    home = FileManager.default.temporaryDirectory.path + "/truthbook-desk-\(getpid())"
  }

  /// Prints the figures.
  func run() throws {
    try makeHome()
    defer { try? FileManager.default.removeItem(atPath: home) }
    print("The desk (\(truthbook))")
    try measureFirstFailure()
    try measureKeys()
    try countSaves(1_000)
    try measureIdle(seconds: 20)
  }

  private var file: String { home + "/Exercises/raft-election/Elector.swift" }

  /// A workbook of its own.
  private func makeHome() throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: home + "/Exercises/raft-election", withIntermediateDirectories: true)
    for name in [
      "Chapters", "Solutions", "Package.swift", "Exercises/raft-election/README.md",
      "Exercises/raft-election/hints.md", "Exercises/raft-election/Starter",
    ] {
      try files.createSymbolicLink(
        atPath: home + "/" + name, withDestinationPath: root + "/" + name)
    }
  }

  private static let faulty =
    "Solutions/Mutants/raft-election/half-of-the-cluster-is-enough.swift"

  private func source(_ path: String) throws -> String {
    try String(contentsOf: URL(filePath: root + "/" + path), encoding: .utf8)
  }

  /// Saves in one of the ways in which editors do.
  private func save(_ text: String, _ number: Int) throws {
    switch number % 3 {
    case 0: try Data(text.utf8).write(to: URL(filePath: file))
    case 1: try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
    default:
      rename(file, file + "~")
      try Data(text.utf8).write(to: URL(filePath: file))
      unlink(file + "~")
    }
  }

  private func desk() throws -> DeskTerminal {
    try DeskTerminal([truthbook, "watch", "raft-election"], home: home)
  }

  private func measureFirstFailure() throws {
    let faulty = try source(Self.faulty)
    let right = try source("Solutions/raft-election/Elector.swift")
    try save(right, 0)
    let desk = try desk()
    try desk.await("✓ passed: all")
    var times: [Double] = []
    for round in 0..<21 {
      let begin = ContinuousClock.now
      try save(faulty + "// \(round)\n", round)
      try desk.await("✗ quorum-of-distinct-voters")
      // The first round fills caches.
      if round > 0 { times.append((ContinuousClock.now - begin).milliseconds) }
      try save(right + "// \(round)\n", round)
      try desk.await("✓ passed: all")
    }
    print("    save to first failing check          \(Measurement(times).text) (target 400 ms)")
  }

  private func measureKeys() throws {
    let right = try source("Solutions/raft-election/Elector.swift")
    try save(right, 0)
    let desk = try desk()
    try desk.await("✓ passed: all")
    var times: [Double] = []
    for round in 0..<20 {
      try save(right + "// key \(round)\n", round)
      try desk.await("» check")
      for _ in 0..<5 {
        let begin = ContinuousClock.now
        desk.type("?")
        try desk.await("The desk")
        times.append((ContinuousClock.now - begin).milliseconds)
        desk.type("q")
        try desk.await("c checks")
      }
      desk.type("a")
      try desk.await("✓ passed: all")
    }
    let slow = times.count { $0 > 30 }
    print(
      "    key to its answer, a check running   \(Measurement(times).text), \(slow) above 30 ms")
  }

  /// Every save holds a name of its own that the compiler does not know, and must be told.
  private func countSaves(_ count: Int) throws {
    try save("let a = start", 0)
    let desk = try desk()
    try desk.await("'start'")
    var missed = 0
    for number in 1...count {
      try save("let a = name\(number)\n", number)
      if try !desk.hasShown("'name\(number)'", within: 20_000) { missed += 1 }
    }
    print("    saves missed                         \(missed) of \(count)")
  }

  private func measureIdle(seconds: UInt32) throws {
    let desk = try desk()
    try desk.await("'name")
    _ = try desk.hasShown("no such text", within: 3_000)
    let before = try desk.processorTicks()
    _ = try desk.hasShown("no such text", within: Int(seconds) * 1000)
    let used = try Double(desk.processorTicks() - before) / Double(sysconf(Int32(_SC_CLK_TCK)))
    print(
      "    processor while nothing happens      \((used / Double(seconds) * 100).text) % of one")
  }
}
