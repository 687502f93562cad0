public import Parameters
public import Terminal

/// A pattern's reference, run under faults that one chooses, with its guarantee watched.
///
/// The seed and the values are the whole run. A run that keeps the guarantee is shown by what led to the last
/// thing that anybody saw; one that breaks it by what led to the two things that contradict each other.
public struct SimulatedPattern: Sendable {
  /// What it is called on the command line, as the reference is.
  public let name: String
  /// What is watched, as a sentence.
  public let guarantee: String
  /// The faults under which it must hold, as a phrase.
  public let model: String
  /// What it can be given.
  public let parameters: [Parameter]
  private let run: @Sendable (Arguments) -> SimulatedStory

  init(
    name: String, guarantee: String, model: String,
    run: @escaping @Sendable (Arguments) -> SimulatedStory
  ) {
    self.name = name
    self.guarantee = guarantee
    self.model = model
    self.run = run
    parameters = Self.faults
  }

  /// What every simulation can be given.
  private static let faults = [
    Parameter(
      "losses", "messages that are lost, of a thousand", .integer(0...1000), standard: "100"),
    Parameter(
      "copies", "messages that arrive and stay on their way, of a thousand", .integer(0...900),
      standard: "150"),
    Parameter(
      "stops", "moments between two effects in which the node stops, of a thousand",
      .integer(0...500), standard: "30"),
    Parameter(
      "cuts", "steps in which the network is cut in two or made whole, of a thousand",
      .integer(0...1000), standard: "5"),
    Parameter(
      "disks", "what a node finds on its disk when it starts again: what it wrote, or nothing",
      .choice(["kept", "emptied"]), standard: "kept"),
    Parameter("steps", "how long the run is", .integer(1...5000), standard: "400"),
    Parameter("seed", "the seed of the run", .integer(0...9999), standard: "1"),
  ]

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
    let isBeyond = arguments.text("disks") == "emptied"
    if isBeyond {
      lines += page.wrapped("Disks that forget are beyond what it withstands: \(model).")
      if story.violation == nil, let seed = try firstBrokenSeed(like: words, after: arguments) {
        lines += page.wrapped("With seed=\(seed) it breaks.")
      }
    }
    return Outcome(lines: lines, holds: story.violation == nil)
  }

  /// The next seed of a hundred with which the guarantee breaks.
  private func firstBrokenSeed(like words: [String], after arguments: Arguments) throws -> Int? {
    let seed = arguments.integer("seed")
    let others = words.filter { !$0.hasPrefix("seed=") }
    for next in (seed + 1)..<(seed + 101) where next <= 9999 {
      let arguments = try Arguments(others + ["seed=\(next)"], for: parameters, of: name)
      if run(arguments).violation != nil { return next }
    }
    return nil
  }
}
