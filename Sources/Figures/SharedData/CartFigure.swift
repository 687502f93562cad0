import Checking
import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  private static let changes = ["add-bread", "add-milk", "remove-milk", "remove-eggs"]

  /// F02: two devices change one cart without knowing of each other, merged in three ways.
  static let cart = Figure(
    id: "F02", name: "cart",
    title: "one cart changed on two devices, merged in three ways",
    parameters: [
      Parameter("phone", "what the phone does", .choice(changes), standard: "add-bread"),
      Parameter("laptop", "what the laptop does", .choice(changes), standard: "remove-milk"),
      Parameter(
        "later", "whose clock shows the later time", .choice(["phone", "laptop"]),
        standard: "laptop"),
      Parameter(
        "merge", "which way of merging is shown",
        .choice(["all"] + CartMerge.allCases.map(\.rawValue)), standard: "all"),
    ]
  ) { arguments, canvas in
    let run = CartRun(
      phone: CartChange(arguments.text("phone")), laptop: CartChange(arguments.text("laptop")),
      isPhoneLater: arguments.text("later") == "phone")
    let merges = CartMerge.allCases.filter {
      ["all", $0.rawValue].contains(arguments.text("merge"))
    }
    let page = FigureText(canvas: canvas)
    var picture = Picture()
    for merge in merges {
      if !picture.parts.isEmpty { picture += [StyledLine()] }
      let cart = run.merged(merge)
      picture += page.heading(merge.title)
      picture += page.run(
        lanes: ["phone", "laptop"], states: [CartRun.start, CartRun.start].map(CartRun.text),
        steps: run.steps(merge))
      let faults = run.faults(of: cart)
      picture += page.wrapped(
        faults.isEmpty ? "Both changes are there." : faults.joined(separator: " "),
        faults.isEmpty ? .plain : Style(.red, .bold))
    }
    return picture
  }
}

/// What one device does to the cart.
struct CartChange: Hashable {
  let isAdd: Bool
  let item: String

  /// Reads `add-bread` or `remove-milk`.
  init(_ word: String) {
    isAdd = word.hasPrefix("add-")
    item = String(word.drop { $0 != "-" }.dropFirst())
  }

  var text: String { (isAdd ? "add " : "remove ") + item }
}

/// A way to merge two carts.
enum CartMerge: String, CaseIterable {
  case lastWriter = "last-writer"
  case union
  case orSet = "or-set"

  var title: String {
    switch self {
    case .lastWriter: "Last write wins"
    case .union: "Siblings, merged by union"
    case .orSet: "An OR-Set"
    }
  }
}

/// Both devices start from milk and eggs, change their copies at the same time, and meet.
struct CartRun {
  static let start: Set = ["milk", "eggs"]

  let phone: CartChange
  let laptop: CartChange
  let isPhoneLater: Bool

  private var changes: [CartChange] { [phone, laptop] }

  /// The cart of each device after its change, before they meet.
  private var copies: [Set<String>] {
    changes.map { $0.isAdd ? Self.start.union([$0.item]) : Self.start.subtracting([$0.item]) }
  }

  /// The cart that both agree on, by our references.
  func merged(_ merge: CartMerge) -> Set<String> {
    switch merge {
    case .lastWriter:
      var register = LWWRegister<Set<String>, Int>()
      register.write(copies[0], at: isPhoneLater ? 2 : 1)
      register.write(copies[1], at: isPhoneLater ? 1 : 2)
      return register.value ?? []
    case .union:
      let nodes = [NodeID(1), NodeID(2)]
      var first = SiblingStore<Set<String>>(node: nodes[0])
      first.put("cart", Self.start, context: VectorClock())
      var second = SiblingStore<Set<String>>(node: nodes[1])
      second.sync(from: first)
      first.put("cart", copies[0], context: first.get("cart").context)
      second.put("cart", copies[1], context: second.get("cart").context)
      first.sync(from: second)
      return first.get("cart").values.reduce(into: []) { $0.formUnion($1) }
    case .orSet:
      var first = ORSet<String>(replica: NodeID(1))
      for item in Self.start.sorted() { first.add(item) }
      var second = ORSet<String>(replica: NodeID(2))
      second.merge(first)
      Self.apply(phone, to: &first)
      Self.apply(laptop, to: &second)
      first.merge(second)
      return first.elements
    }
  }

  /// What a customer would complain about. An add wins over a remove of the same item.
  func faults(of cart: Set<String>) -> [String] {
    let added = changes.filter(\.isAdd).map(\.item)
    return zip(["phone", "laptop"], changes).compactMap { device, change in
      if change.isAdd, !cart.contains(change.item) {
        return "The \(change.item) that the \(device) added is lost."
      }
      if !change.isAdd, cart.contains(change.item), !added.contains(change.item) {
        return "The \(change.item) that the \(device) removed is back."
      }
      return nil
    }
  }

  /// The run for drawing.
  func steps(_ merge: CartMerge) -> [Counterexample.Step] {
    let cart = Self.text(merged(merge))
    let devices = ["phone", "laptop"]
    let acts = changes.enumerated().map { lane, change in
      Counterexample.Step(
        event: .local(lane: lane, label: change.text),
        sentence: "the \(devices[lane]) does: \(change.text)", state: Self.text(copies[lane]))
    }
    let meetings = [1, 0].map { lane in
      Counterexample.Step(
        event: .delivery(from: 1 - lane, to: lane, label: "cart", sentIn: 1 - lane),
        sentence: "the \(devices[lane]) merges the cart of the \(devices[1 - lane])", state: cart)
    }
    return acts + meetings
  }

  static func text(_ cart: Set<String>) -> String {
    cart.isEmpty ? "empty" : cart.sorted().joined(separator: " ")
  }

  private static func apply(_ change: CartChange, to set: inout ORSet<String>) {
    if change.isAdd {
      set.add(change.item)
    } else {
      set.remove(change.item)
    }
  }
}
