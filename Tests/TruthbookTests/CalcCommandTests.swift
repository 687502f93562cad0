import Foundation
import Testing

@Suite("truthbook calc")
struct CalcCommandTests {
  private let home: TemporaryHome

  init() throws { home = try TemporaryHome() }

  /// What was asked for, by the name of the transcript. Each transcript begins with the command.
  private static let transcripts: [(name: String, arguments: [String])] = [
    ("calc-finality", ["finality", "--width", "80"]),
    ("calc-finality-narrow", ["finality", "q=0.3", "--width", "40"]),
    ("calc-finality-plain", ["finality", "q=0.3", "--plain", "--width", "80"]),
    ("calc-quorum", ["quorum", "n=5", "r=1", "w=5", "--width", "80"]),
    ("calc-collisions-wide", ["collisions", "--width", "120"]),
    ("calc-latency", ["latency", "--width", "60"]),
    ("calc-clocks-json", ["clocks", "a=2,0,0", "b=1,1,1", "--json"]),
  ]

  /// With TRUTHBOOK_REWRITE set the transcripts are written instead of compared.
  @Test(arguments: transcripts.map(\.name)) func `an answer is the one recorded`(
    name: String
  ) throws {
    let arguments = try #require(Self.transcripts.first { $0.name == name }).arguments
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Transcripts/\(name).txt")
    let outcome = try home.run(["calc"] + arguments)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    outcome.expectNoEscapes()
    let text = "truthbook calc \(arguments.joined(separator: " "))\n----\n" + outcome.output
    if ProcessInfo.processInfo.environment["TRUTHBOOK_REWRITE"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }
  }

  private static let names = [
    "majority", "quorum", "finality", "commit-wait", "latency", "cost", "drift", "collisions",
    "byzantine", "clocks", "blocks",
  ]

  @Test(arguments: names) func `no line of an answer is wider than asked for`(name: String) throws {
    for width in [10, 12, 20, 40, 61, 120] {
      for look in [["--color", "never"], ["--plain"]] {
        let outcome = try home.run(["calc", name, "--width", "\(width)"] + look)
        let wide = outcome.output.split(separator: "\n").filter { $0.count > width }
        #expect(wide == [], "\(width) \(look)")
        #expect(!outcome.output.contains(" \n"), "\(width) \(look)")
        if look == ["--plain"] {
          #expect(outcome.output.utf8.allSatisfy { $0 < 0x80 })
        }
      }
    }
  }

  @Test(arguments: names) func `JSON holds what was asked and every part of the answer`(
    name: String
  ) throws {
    let outcome = try home.run("calc", name, "--json")
    #expect(outcome.status == 0)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(
      document.keys.sorted()
        == ["arguments", "calculator", "fields", "id", "notes", "plots", "tables"])
    #expect(document["calculator"] as? String == name)
    #expect((document["arguments"] as? [String: String])?.isEmpty == false)
    let fields = try #require(document["fields"] as? [[String: Any]])
    #expect(
      fields.allSatisfy { $0.keys.sorted() == ["meaning", "name", "text", "unit", "value"] })
  }

  @Test func `colours are used when asked for`() throws {
    let outcome = try home.run("calc", "finality", "--color", "always")
    #expect(outcome.output.contains("\u{1b}[36m"))
  }

  @Test func `an unknown calculator is answered with the nearest`() throws {
    try home.run("calc", "finalty").expectFault(64, containing: "'finalty'", "'finality'")
    try home.run("calc", "zzz").expectFault(64, containing: "`truthbook calc` lists them")
  }

  @Test func `what a calculator cannot take is a mistake in usage`() throws {
    try home.run("calc", "finality", "q=2").expectFault(64, containing: "q=2", "from 0 to 1")
    try home.run("calc", "finality", "x=2").expectFault(64, containing: "'x'", "z, q, risk")
    try home.run("calc", "finality", "6", "--json").expectFault(64, containing: "'6'", "z=6")
    try home.run("calc", "quorum", "n=2", "r=3").expectFault(64, containing: "r=3", "n=2")
  }

  @Test func `the list names every calculator with its number and question`() throws {
    for width in ["40", "100"] {
      let outcome = try home.run("calc", "--width", width)
      #expect(outcome.status == 0)
      for (number, name) in Self.names.enumerated() {
        let id = number < 9 ? "K0\(number + 1)" : "K\(number + 1)"
        #expect(outcome.output.contains("\(id)  \(name)"))
      }
      #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= Int(width) ?? 0 })
    }
  }

  @Test func `the list as JSON holds the names`() throws {
    let outcome = try home.run("calc", "--json")
    let listed = try JSONDecoder().decode([String].self, from: Data(outcome.output.utf8))
    #expect(Set(listed).isSuperset(of: Self.names))
  }
}
