import Diagrams
import Stepping
import Terminal

/// The shapes in which a run can be written, by the end of the file's name.
public enum StepExport: String, Hashable, Sendable, CaseIterable {
  case html, svg, mmd, txt

  /// The shape that a file's name asks for; nil for another.
  public init?(fileName: String) {
    guard let dot = fileName.lastIndex(of: ".") else { return nil }
    self.init(rawValue: fileName[fileName.index(after: dot)...].lowercased())
  }

  /// Why a run cannot be written in a shape.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// In words.
    public let description: String

    /// Says why.
    public init(_ description: String) {
      self.description = description
    }
  }

  /// The way to a moment, in this shape; a page holds the whole tree.
  /// - Throws: `Refusal` for a run that is too large for the shape.
  public func text(of tree: RunTree, to end: Int) throws -> String {
    switch self {
    case .html: return try StepPage(tree, end: end).html()
    case .svg: return SpaceTimeSVG(tree.counterexample(to: end)).source
    case .txt: return RunText(tree, to: end, signs: .drawn).render(width: 100, mode: .plain)
    case .mmd:
      guard let diagram = SequenceDiagram(tree.counterexample(to: end)) else {
        throw Refusal(
          "a sequence diagram holds at most \(SequenceDiagram.widestRun) lanes and "
            + "\(SequenceDiagram.longestRun) events; write .svg or .html")
      }
      return diagram.source
    }
  }
}
