import Stepping
public import Terminal

/// A run, all steps one after the other, for a pipe, a log or a screen reader.
public struct RunText {
  private let tree: RunTree
  private let end: Int
  private let signs: StepSigns

  /// Prepares the way to a moment.
  public init(_ tree: RunTree, to end: Int, signs: StepSigns) {
    self.tree = tree
    self.end = end
    self.signs = signs
  }

  /// Lines that each end with a line feed.
  public func render(width: Int, mode: ColorMode) -> String {
    let path = tree.path(to: end)
    var text = "\(tree.exercise)\(signs.dot)\(tree.setting)\n"
    for (number, id) in path.enumerated() {
      let title =
        number == 0 ? "Start" : "Step \(number) of \(path.count - 1): \(tree.moments[id].event)"
      text += "\n" + Style(nil, .inverse).applied(to: Sanitizer.clean(title), in: mode) + "\n"
      for line in MomentText(tree, at: id, width: width, signs: signs).lines {
        text += line.encoded(in: mode).trimmingTrailingBlanks + "\n"
      }
    }
    return text + "\n" + summary + "\n"
  }

  /// What matters of the run, in a sentence or two.
  public var summary: String {
    let path = tree.path(to: end)
    func number(_ id: Int) -> Int { path.firstIndex(of: id) ?? 0 }
    var sentences: [String] = []
    if let first = tree.firstDifference(to: end) {
      sentences.append("the first difference to the reference is in step \(number(first))")
    }
    if let broken = tree.violation(to: end), let complaint = tree.moments[broken].complaint {
      sentences.append("step \(number(broken)): \(complaint)")
    }
    if sentences.isEmpty {
      // A check may ask more of a run than its steps show, such as what an older state shows afterwards.
      return tree.check == nil
        ? "Nothing breaks in this run." : "No step of this run breaks anything by itself."
    }
    return Sanitizer.clean(sentences.joined(separator: "; ")) + "."
  }
}

extension String {
  fileprivate var trimmingTrailingBlanks: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
