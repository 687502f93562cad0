import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F06: the write and the read that share as few replicas as they can, and how many all others share.
  static let quorumOverlap = Figure(
    id: "F06", name: "quorum-overlap",
    title: "a write and a read that wait for some of the replicas, and how many they share",
    parameters: [
      Parameter("n", "the number of replicas", .integer(1...9), standard: "3"),
      Parameter("r", "the replicas a read waits for", .integer(1...9), standard: "2"),
      Parameter("w", "the replicas a write waits for", .integer(1...9), standard: "2"),
    ]
  ) { arguments, canvas in
    let n = arguments.integer("n")
    guard let dial = QuorumConfig(n: n, r: arguments.integer("r"), w: arguments.integer("w")) else {
      throw ArgumentError(
        "with n=\(n), r and w are from 1 to \(n); take smaller ones or a larger n")
    }
    let run = OverlapRun(dial)
    let page = FigureText(canvas: canvas)
    return page.heading(
      "N=\(dial.n) W=\(dial.w) R=\(dial.r): R + W \(dial.readsOverlapWrites ? ">" : "<=") N, "
        + "2W \(dial.writesOverlapWrites ? ">" : "<=") N")
      + run.picture(page) + [StyledLine()] + page.wrapped(run.result, run.style)
      + [StyledLine()] + run.shares(page)
  }
}

/// A write that waits for the first W replicas while its other messages are late, then a read that is
/// answered by the last R: no other pair of sets shares less.
struct OverlapRun {
  private let dial: QuorumConfig
  private let nodes: [NodeID]
  private let written: Set<NodeID>
  private let asked: Set<NodeID>
  private let holders: [NodeID]
  /// True when the read returns the write.
  let isSeen: Bool

  init(_ dial: QuorumConfig) {
    self.dial = dial
    nodes = (1...dial.n).map { NodeID(UInt32($0)) }
    written = Set(nodes.prefix(dial.w))
    asked = Set(nodes.suffix(dial.r))
    var cluster = QuorumCluster(
      replicas: dial.n, readQuorum: dial.r, writeQuorum: dial.w, repair: .none)
    cluster.down = Set(nodes).subtracting(written)
    let version = QuorumReplica.Version(WriteTag(counter: 1, writer: NodeID(99)), "new")
    _ = cluster.write(version)
    holders = cluster.replicas.filter { $0.version != nil }.map(\.id)
    cluster.down = Set(nodes).subtracting(asked)
    isSeen = cluster.read() == .read(op: 2, version)
  }

  /// The replicas in columns, or in sentences.
  func picture(_ page: FigureText) -> [StyledLine] {
    let shared = nodes.filter { written.contains($0) && asked.contains($0) }
    let names = ["", "write", "read", "both"]
    let pitch = 5
    guard !page.canvas.isASCII, page.canvas.width >= 7 + pitch * dial.n else {
      return page.wrapped(
        "The write is at \(list(holders)). The read asks \(list(nodes.filter(asked.contains))). "
          + "Both: \(shared.isEmpty ? "none" : list(shared)).")
    }
    func row(_ place: Int, _ style: Style, _ mark: (NodeID) -> String) -> StyledLine {
      let cells = nodes.map { node -> String in
        let text = mark(node)
        return text + String(repeating: " ", count: pitch - text.count)
      }.joined()
      let text = String(cells.reversed().drop { $0 == " " }.reversed())
      let name = names[place] + String(repeating: " ", count: 7 - names[place].count)
      return StyledLine([.init(name), .init(text, style)])
    }
    return [
      row(0, Style(nil, .bold)) { "\($0)" },
      row(1, Style(.cyan)) { holders.contains($0) ? "●" : "·" },
      row(2, .plain) { asked.contains($0) ? "○" : "·" },
    ] + (shared.isEmpty ? [] : [row(3, Style(nil, .bold)) { shared.contains($0) ? "▲" : "" }])
  }

  /// What the read returned.
  var result: String {
    isSeen
      ? "The write is done and the read, started afterwards, returns it, although the two sets share "
        + "as little as they can."
      : "The write is done, and the read, started afterwards, returns the old value: no replica was "
        + "in both sets."
  }

  var style: Style { isSeen ? .plain : Style(.red, .bold) }

  /// How many pairs of sets share how many replicas, counted over all of them.
  func shares(_ page: FigureText) -> [StyledLine] {
    func sets(of size: Int) -> [Int] {
      (0..<(1 << dial.n)).filter { $0.nonzeroBitCount == size }
    }
    var counts = Array(repeating: 0, count: dial.n + 1)
    for write in sets(of: dial.w) {
      for read in sets(of: dial.r) { counts[(write & read).nonzeroBitCount] += 1 }
    }
    let total = counts.reduce(0, +)
    let rows = counts.indices.filter { counts[$0] > 0 }
    let head = page.wrapped("Of all \(total) pairs of a write set and a read set:")
    let widest = "\(total)".count
    let room = min(page.canvas.width - 10 - widest, 50)
    guard !page.canvas.isASCII, room >= 8 else {
      return head
        + rows.flatMap { page.wrapped("\(counts[$0]) share \($0 == 0 ? "none" : "\($0)").") }
    }
    return head
      + rows.map { shared in
        let count = "\(counts[shared])"
        let blanks = String(repeating: " ", count: widest - count.count)
        let bar = String(
          repeating: "█", count: max(1, (counts[shared] * room + total / 2) / total))
        return StyledLine([
          .init("share \(shared)  "),
          .init("\(blanks)\(count) \(bar)", shared == 0 ? Style(.red) : .plain),
        ])
      }
  }

  private func list(_ nodes: [NodeID]) -> String {
    nodes.map(\.description).joined(separator: ", ")
  }
}
