import Parameters
import Terminal

extension Figure {
  /// Arguments with which the figure shows something else: the other words of each choice, and the next
  /// seeds. A few of them.
  /// - Parameter words: what it shows now.
  /// - Throws: `ArgumentError` for words that the figure cannot take.
  public func variations(of words: [String]) throws -> [[String]] {
    // In words, since a drawing may differ in nothing that anybody sees.
    let canvas = Canvas(width: 72, isASCII: true)
    var shown = [try draw(words, on: canvas)]
    var variations: [[String]] = []
    for changed in changes(of: words) where variations.count < Self.mostVariations {
      let lines: [StyledLine]
      do {
        lines = try draw(changed, on: canvas)
      } catch is ArgumentError {
        continue  // Values that do not go together.
      }
      guard !shown.contains(lines) else { continue }
      shown.append(lines)
      variations.append(changed)
    }
    return variations
  }

  private static let mostVariations = 4

  /// Arguments with one value changed, a seed first.
  private func changes(of words: [String]) -> [[String]] {
    func changed(_ name: String, to value: String) -> [String] {
      words.filter { !$0.hasPrefix(name + "=") } + ["\(name)=\(value)"]
    }
    func value(of parameter: Parameter) -> String {
      let prefix = parameter.name + "="
      let given = words.first { $0.hasPrefix(prefix) }?.dropFirst(prefix.count)
      return given.map(String.init) ?? parameter.standard
    }
    let seeds = parameters.filter { $0.name == "seed" }.flatMap { parameter -> [[String]] in
      let seed = Int(value(of: parameter)) ?? 0
      return [seed + 1, seed + 2].map { changed("seed", to: "\($0)") }
    }
    return seeds
      + parameters.flatMap { parameter -> [[String]] in
        guard case .choice(let choices) = parameter.domain, choices.count <= 6 else { return [] }
        return choices.filter { $0 != value(of: parameter) }.map { changed(parameter.name, to: $0) }
      }
  }
}
