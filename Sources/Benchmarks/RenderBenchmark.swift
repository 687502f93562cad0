import Foundation

/// `truthbook read` beside cmark, whose parser it uses and which prints HTML, and lowdown, the
/// fastest of the renderers for a terminal: processor time, memory, and how time grows.
struct RenderBenchmark {
  private let root: String
  private let truthbook: String
  private let folder: String

  /// Prepares to measure; nil, with a line that says so, when a peer is not installed.
  init?(root: String, truthbook: String) throws {
    for peer in ["cmark", "lowdown"] where try !Command.exists(peer) {
      print("Rendering: skipped, \(peer) is not installed (apt-get install cmark lowdown)")
      return nil
    }
    self.root = root
    self.truthbook = truthbook
    folder = FileManager.default.temporaryDirectory.path + "/truthbook-render"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// Measures our chapters and `documents`, then the longest of them repeated to 10 MB, then how
  /// time grows with documents made to hurt.
  func run(_ documents: [String]) throws {
    print("Rendering at 80 columns in colour: processor time, median")
    let floor = try floor()
    print("  an empty Swift program               \(floor.text) ms")
    let sources = try documents.isEmpty ? chapters() : documents
    for source in sources {
      let ours = try usage(read(source), 15)
      let cmark = try usage(["cmark", source], 15)
      let lowdown = try usage(["lowdown", "-tterm", source], 15)
      // Long documents have a bar of their own, below.
      let size = try Data(contentsOf: URL(filePath: source)).count
      let bar = size <= 50_000 ? " (at most 10)" : ""
      print("  \(URL(filePath: source).lastPathComponent), \(size) bytes")
      print(
        "    truthbook read \(ours.processor.text) ms, \((ours.processor - floor).text) above the"
          + " floor\(bar); cmark \(cmark.processor.text), lowdown \(lowdown.processor.text)")
    }
    try measureLarge(sources)
    try measureGrowth(floor: floor)
  }

  /// The processor time of a Swift program that does nothing, in milliseconds.
  private func floor() throws -> Double {
    let source = folder + "/empty.swift"
    try "print()\n".write(toFile: source, atomically: true, encoding: .utf8)
    try Command(["swiftc", "-O", source, "-o", folder + "/empty"]).succeed()
    return try usage([folder + "/empty"], 15).processor
  }

  private func chapters() throws -> [String] {
    // A part is a folder named after its letter; what else lies here belongs to all parts.
    let parts = try FileManager.default.contentsOfDirectory(atPath: root + "/Chapters").sorted()
    return try parts.filter { $0.contains("-") }.flatMap { part in
      let folder = "\(root)/Chapters/\(part)"
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
    }
  }

  private func measureLarge(_ sources: [String]) throws {
    let texts = try sources.map { try Data(contentsOf: URL(filePath: $0)) }
    guard let longest = texts.max(by: { $0.count < $1.count }), !longest.isEmpty else { return }
    let count = max(1, (10_000_000 + longest.count / 2) / longest.count)
    var large = Data()
    for _ in 0..<count { large.append(longest) }
    let path = folder + "/large.md"
    try large.write(to: URL(filePath: path))
    let ours = try usage(read(path), 5)
    let cmark = try usage(["cmark", path], 5)
    let lowdown = try usage(["lowdown", "-tterm", path], 5)
    print("  the longest repeated \(count) times, \(large.count) bytes")
    for (name, usage) in [("truthbook read", ours), ("cmark", cmark), ("lowdown", lowdown)] {
      print("    \(name): \(usage.processor.text) ms, \(usage.memory.text) MiB")
    }
    print(
      "    \((ours.processor / cmark.processor).text) times cmark's time (at most 4),"
        + " \((ours.memory / cmark.memory).text) times its memory (at most 3)")
  }

  /// Documents that have brought renderers down: at a size, and at twice that size.
  private func measureGrowth(floor: Double) throws {
    func repeated(_ unit: String, _ count: Int) -> String { String(repeating: unit, count: count) }
    let documents: [(name: String, text: (Int) -> String)] = [
      ("nested quotations", { repeated(">", 50_000 * $0) + " a\n" }),
      ("nested lists", { repeated("- ", 10_000 * $0) + "a\n" }),
      ("nested boxes", { repeated("<div class=\"a-box\">\n", 10_000 * $0) }),
      ("50,000 brackets", { repeated("[", 25_000 * $0) + "a" + repeated("]", 25_000 * $0) }),
      ("a word of 1 MB", { repeated("a", 1_000_000 * $0) }),
      ("a table of 20,000 rows", { "|a|b|\n|-|-|\n" + repeated("|1|2|\n", 20_000 * $0) }),
      ("1 MB of Swift", { fence("swift", "let x = f(\"a\\(b)\") // c 12\n", 36_000 * $0) }),
      ("1 MB of Python", { fence("python", "def f(x): return f\"{x}\" # c\n", 36_000 * $0) }),
      ("1 MB of JavaScript", { fence("js", "const x = `a${b}` + /c/g; // d\n", 32_000 * $0) }),
      ("1 MB of boxes", { fence("", "┌────┐\n│ a │\n└────┘\n", 21_000 * $0) }),
    ]
    print("  growth, above the floor")
    for (name, text) in documents {
      let times = try [1, 2].map { size in
        let path = folder + "/growth.md"
        try text(size).write(toFile: path, atomically: true, encoding: .utf8)
        return try usage(read(path), 3).processor - floor
      }
      print(
        "    \(name): \(times[0].text) ms, twice that \(times[1].text) ms,"
          + " ratio \((times[1] / times[0]).text)")
    }
  }

  private func fence(_ language: String, _ line: String, _ count: Int) -> String {
    "```\(language)\n" + String(repeating: line, count: count) + "```\n"
  }

  private func read(_ path: String) -> [String] {
    [truthbook, "read", path, "--width", "80", "--color", "always"]
  }

  /// The median of the processor time and the most memory of a number of runs, after one that
  /// fills caches.
  private func usage(_ arguments: [String], _ count: Int) throws -> Command.Usage {
    let command = Command(arguments)
    try command.succeed()
    let runs = try (0..<count).map { _ in try command.succeed() }
    return Command.Usage(
      processor: Measurement(runs.map(\.processor)).median,
      memory: runs.map(\.memory).max() ?? 0)
  }
}
