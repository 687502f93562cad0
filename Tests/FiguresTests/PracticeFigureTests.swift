import Figures
import Parameters
import Solutions
import Terminal
import Testing

/// What the runs behind the figures have to show.
@Suite("Figures of practice")
struct PracticeFigureTests {
  private func text(_ name: String, _ words: String...) throws -> String {
    let figure = try #require(Figure.named(name))
    return try figure.draw(words, on: Figure.Canvas(width: 200)).map(\.text)
      .joined(separator: "\n")
  }

  @Test func `the tree ends in every mechanism once and points at one of them`() throws {
    let tree = try text("decision", "use=money")
    for mechanism in Mechanism.allCases {
      let ends = tree.split(separator: "\n").filter { $0.contains("─") }
        .filter {
          $0.replacing(" ◀", with: "").hasSuffix("  " + mechanism.rawValue)
            || $0.replacing(" ◀", with: "").hasSuffix("yes " + mechanism.rawValue)
        }
      #expect(ends.count == 1, "\(mechanism.rawValue)")
    }
    #expect(tree.split(separator: "\n").filter { $0.contains("◀") }.count == 1)
    #expect(tree.contains("serialisable transactions ◀"))
  }

  @Test func `every write takes the next version or is refused`() throws {
    #expect(try text("reconcile").contains("9 writes reached the server: 7 taken"))
    #expect(try text("reconcile", "rival=no").contains("7 writes reached the server: 7 taken"))
    #expect(try text("reconcile", "replicas=0").contains("1 write reached the server: 1 taken"))
    for replicas in 1...5 {
      let run = try text("reconcile", "replicas=\(replicas)")
      #expect(run.contains("v\(1 + 3 * replicas)"))
      #expect(run.split(separator: "\n").filter { $0.contains("runs on m1") }.count == replicas)
    }
  }

  @Test func `the commit waits for the voter that completes the majority`() throws {
    #expect(try text("regions").contains("80  commit, 3 of 4"))
    #expect(try text("regions", "voters=E,W,EU").contains("70  commit, 2 of 3"))
    #expect(try text("regions", "voters=E").contains("0  commit, 1 of 1"))
  }

  @Test(arguments: [
    ["leader=X"], ["voters=E,X"], ["rtt=E-W"], ["rtt=E-E:5"], ["client=X"],
  ])
  func `a map that cannot be drawn says what to write`(_ words: [String]) throws {
    let figure = try #require(Figure.named("regions"))
    #expect(throws: ArgumentError.self) { try figure.draw(words, on: .init(width: 60)) }
  }

  @Test func `two leaders of two terms are watched, and a clock beyond its bound is an alarm`()
    throws
  {
    let panel = try text("dashboard")
    #expect(panel.contains("n2 leads term 2; n1 leads term 1 and has not heard"))
    #expect(panel.contains("6 entries, the oldest committed"))
    #expect(panel.contains("drift 50.0 ppm"))
    #expect(!panel.contains("ALARM"))
    #expect(try text("dashboard", "offset=70").contains("beyond the bound of 50 ms"))
    let calm = try text("dashboard", "cut=0", "missed=0", "drift=0", "offset=0")
    #expect(!calm.contains("watch") && !calm.contains("ALARM"))
  }

  @Test func `multi-version storage stands under storage, not under conflicts`() throws {
    let conflicts = try text("map", "branch=conflicts")
    #expect(!conflicts.contains("MVCC") && conflicts.contains("last write wins"))
    #expect(try text("map", "branch=storage").contains("MVCC"))
  }
}
