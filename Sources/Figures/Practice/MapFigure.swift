import Parameters
import Terminal

extension Figure {
  /// F19: what the book is about, as a tree with the chapter that explains each thing.
  static let map = Figure(
    id: "F19", name: "map", title: "the ideas of this book and where each is explained",
    parameters: [
      Parameter(
        "branch", "a part of the map, or all of it",
        .choice(["all"] + ConceptMap.branches.map(\.name)), standard: "all")
    ]
  ) { arguments, canvas in
    let name = arguments.text("branch")
    let page = FigureText(canvas: canvas)
    let branches = ConceptMap.branches.filter { name == "all" || $0.name == name }
    let head = page.heading("Distribution of truth")
    let lines = branches.enumerated().flatMap { index, branch in
      ConceptMap.lines(of: branch, isLast: index == branches.count - 1, page)
    }
    return head + lines + [StyledLine()]
      + page.wrapped(
        "Read a chapter with `truthbook read NAME`; its name stands at the end of a line.")
  }
}

/// The concept map, with its leaves where they belong: last-write-wins under conflicts, multi-version
/// storage under neither (E-64).
enum ConceptMap {
  /// A leaf: what it is, and the chapter or section that explains it.
  struct Leaf {
    let text: String
    let place: String
  }

  /// A group of leaves that answer one question.
  struct Branch {
    /// What it is called as an argument.
    let name: String
    let title: String
    let leaves: [Leaf]
  }

  /// The branches, in the order they are drawn.
  static let branches: [Branch] = [
    Branch(
      name: "consensus", title: "Consensus: one order for all",
      leaves: [
        Leaf(text: "crashes: Raft", place: "raft"),
        Leaf(text: "crashes: Paxos", place: "choosing#one-current-value"),
        Leaf(text: "lies: oral messages, PBFT", place: "limits"),
        Leaf(text: "open membership: proof of work", place: "finality"),
      ]),
    Branch(
      name: "order", title: "Time and order",
      leaves: [
        Leaf(text: "logical: Lamport clocks", place: "clocks#a-single-counter"),
        Leaf(text: "causal: vector clocks", place: "clocks#vector-clocks"),
        Leaf(text: "physical with a bound: TrueTime", place: "truetime"),
        Leaf(text: "total order, as strong as consensus", place: "levels"),
      ]),
    Branch(
      name: "conflicts", title: "Conflicts between replicas",
      leaves: [
        Leaf(text: "avoided: quorums", place: "quorums"),
        Leaf(text: "made harmless: fencing", place: "specters"),
        Leaf(text: "found: versions and siblings", place: "eventual"),
        Leaf(text: "decided: last write wins, by a stamp", place: "eventual"),
        Leaf(text: "merged: CRDTs, OR-Set", place: "crdts"),
      ]),
    Branch(
      name: "storage", title: "Storage (resolves no conflict)",
      leaves: [
        Leaf(text: "snapshots for readers: MVCC", place: "deciding#what-can-go-wrong"),
        Leaf(text: "compare and swap: versions", place: "cases#versions-and-watches"),
        Leaf(text: "tamper evidence: hash chain", place: "choosing#a-history-nobody-edits"),
      ]),
    Branch(
      name: "theorems", title: "What no design can do",
      leaves: [
        Leaf(text: "FLP: always end, with no clock", place: "limits"),
        Leaf(text: "CAP: answer rightly when cut off", place: "limits"),
        Leaf(text: "CALM: do without coordination", place: "limits"),
      ]),
    Branch(
      name: "practice", title: "Practice",
      leaves: [
        Leaf(text: "which protocol for what", place: "choosing"),
        Leaf(text: "questions and checklists", place: "deciding"),
        Leaf(text: "incidents, Kubernetes", place: "cases"),
        Leaf(text: "several regions", place: "regions"),
      ]),
  ]

  /// A branch's lines: in ASCII a sentence for each leaf.
  static func lines(of branch: Branch, isLast: Bool, _ page: FigureText) -> [StyledLine] {
    guard !page.canvas.isASCII else {
      return page.heading(branch.title + ".")
        + branch.leaves.flatMap { page.wrapped("\($0.text): see \($0.place).") }
    }
    let trunk = isLast ? " " : "│"
    let title = page.hanging(
      branch.title, Style(nil, .bold), first: isLast ? "└─ " : "├─ ", rest: trunk + "  ")
    return title
      + branch.leaves.enumerated().flatMap { index, leaf in
        let isLastLeaf = index == branch.leaves.count - 1
        let lead = trunk + "  " + (isLastLeaf ? "└─ " : "├─ ")
        let rest = trunk + "  " + (isLastLeaf ? "   " : "│  ")
        return leafLines(leaf, lead, rest, page)
      }
  }

  /// The leaf and its chapter on one line with dots between, or below each other where that is too wide.
  private static func leafLines(
    _ leaf: Leaf, _ lead: String, _ rest: String, _ page: FigureText
  ) -> [StyledLine] {
    let width = min(page.canvas.width, 76)
    let used = DisplayWidth.columns(of: lead + leaf.text + leaf.place)
    let dots = width - used - 2
    guard dots >= 1 else {
      return page.hanging(leaf.text, .plain, first: lead, rest: rest)
        + page.hanging(leaf.place, Style(.cyan), first: rest, rest: rest)
    }
    return [
      StyledLine([
        StyledLine.Run(lead + leaf.text),
        StyledLine.Run(" " + String(repeating: "·", count: dots) + " ", Style(nil, .dim)),
        StyledLine.Run(leaf.place, Style(.cyan)),
      ])
    ]
  }
}
