public import Simulation

/// A kind of question in which a run is followed by hand. Each time it is asked it has fresh values
/// from a seed, and the reference computes the answer.
public struct TracingQuestion: Sendable {
  /// What it is called in quiz files: `vector-clock-trace`.
  public let name: String
  private let making: @Sendable (inout RandomSource) -> Question

  /// Describes a kind of question.
  /// - Parameter making: chooses values and lets the reference answer; the same random numbers make
  ///   the same question.
  public init(_ name: String, making: @escaping @Sendable (inout RandomSource) -> Question) {
    self.name = name
    self.making = making
  }

  /// The question that a seed makes.
  public func question(seed: UInt64) -> Question {
    var random = RandomSource(seed: seed)
    return making(&random)
  }
}
