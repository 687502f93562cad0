public import Parameters
public import Terminal

/// A pattern's reference, run under faults that one chooses, with its guarantee watched.
///
/// The seed and the values are the whole run. A run that keeps the guarantee is shown by what led to the last
/// thing that anybody saw; one that breaks it by what led to the things that contradict each other.
public struct SimulatedPattern: Sendable {
  /// Something that the reference does not withstand.
  public struct Beyond: Sendable {
    /// How one asks for it, such as `disks=emptied`.
    public let words: [String]
    /// What it is, as a phrase.
    public let what: String
    let isMet: @Sendable (Arguments) -> Bool

    init(_ words: String..., what: String, isMet: @escaping @Sendable (Arguments) -> Bool) {
      self.words = words
      self.what = what
      self.isMet = isMet
    }

    /// Met when a parameter that is a choice has this value.
    init(_ name: String, is value: String, what: String) {
      self.init("\(name)=\(value)", what: what) { $0.text(name) == value }
    }

    /// Disks that forget.
    static let emptiedDisks = Beyond("disks", is: "emptied", what: "disks that forget")
  }

  /// What it is called on the command line, as the reference is.
  public let name: String
  /// What is watched, as a sentence.
  public let guarantee: String
  /// The faults under which it must hold, as a phrase.
  public let model: String
  /// What it can be given.
  public let parameters: [Parameter]
  /// What it does not withstand; empty for what nothing here breaks.
  public let beyond: [Beyond]
  private let run: @Sendable (Arguments) -> SimulatedStory

  init(
    _ name: String, guarantee: String, model: String, parameters: [Parameter], beyond: [Beyond],
    run: @escaping @Sendable (Arguments) -> SimulatedStory
  ) {
    self.name = name
    self.guarantee = guarantee
    self.model = model
    self.parameters = parameters
    self.beyond = beyond
    self.run = run
  }

  /// What a run came to.
  public struct Outcome: Sendable {
    /// The picture and what it comes to.
    public var lines: [StyledLine]
    /// Whether the guarantee held.
    public var holds: Bool
  }

  /// Runs and draws with the arguments written as `words`, such as `disks=emptied`.
  /// - Throws: `ArgumentError` for words that it cannot take.
  public func draw(_ words: [String] = [], on canvas: Figure.Canvas) throws -> Outcome {
    let arguments = try Arguments(words, for: parameters, of: name)
    let story = run(arguments)
    let page = FigureText(canvas: canvas)
    var lines = story.lines(on: canvas)
    lines.append(StyledLine(""))
    lines += page.wrapped(story.counts)
    if let violation = story.violation {
      lines += page.wrapped("Broken: \(violation).", Style(.yellow))
    } else {
      lines += page.wrapped("The guarantee held.")
    }
    let met = beyond.filter { $0.isMet(arguments) }.map(\.what)
    if !met.isEmpty {
      lines += page.wrapped(
        "Beyond what it withstands: \(met.joined(separator: "; ")). It withstands \(model).")
      if story.violation == nil, let seed = try firstBrokenSeed(like: words, after: arguments) {
        lines += page.wrapped("With seed=\(seed) it breaks.")
      }
    }
    return Outcome(lines: lines, holds: story.violation == nil)
  }

  /// Whether the guarantee holds, without a picture.
  /// - Throws: `ArgumentError` for words that it cannot take.
  public func holds(_ words: [String]) throws -> Bool {
    try run(Arguments(words, for: parameters, of: name)).violation == nil
  }

  /// The next seed of a hundred with which the guarantee breaks.
  private func firstBrokenSeed(like words: [String], after arguments: Arguments) throws -> Int? {
    guard parameters.contains(where: { $0.name == "seed" }) else { return nil }
    let seed = arguments.integer("seed")
    let others = words.filter { !$0.hasPrefix("seed=") }
    for next in (seed + 1)..<(seed + 101) where next <= 9999 {
      if try !holds(others + ["seed=\(next)"]) { return next }
    }
    return nil
  }
}
