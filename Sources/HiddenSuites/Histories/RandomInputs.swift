import Checking
import Synchronization

/// The random inputs of a suite, as drawn from a seed.
protocol RandomInputs: Sendable {
  /// Names the stream of random numbers they are drawn from.
  static var name: String { get }
  /// Where those are kept that are the same for every submission of a course.
  static var shown: ShownInputs<Self> { get }

  /// The share that may be told.
  init(shownFrom seed: UInt64)
  /// The share that is kept back. It is drawn for every submission, so it is small.
  init(keptBackFrom seed: UInt64)
}

/// Inputs that are the same for every submission of a course, drawn once.
final class ShownInputs<Inputs: RandomInputs>: Sendable {
  private let known = Mutex<(seed: UInt64, inputs: Inputs)?>(nil)

  func inputs(from seed: UInt64) -> Inputs {
    known.withLock { known in
      if let known, known.seed == seed { return known.inputs }
      let inputs = Inputs(shownFrom: seed)
      known = (seed, inputs)
      return inputs
    }
  }
}

/// Both shares of one submission's inputs, each drawn when it is first asked for.
final class InputSource<Inputs: RandomInputs>: Sendable {
  private let key: InputKey
  private let kept = Mutex<Inputs?>(nil)

  init(_ key: InputKey) { self.key = key }

  /// Those that may be told.
  var shown: Inputs { Inputs.shown.inputs(from: key.shownSeed(of: Inputs.name)) }

  /// Those that are kept back.
  var keptBack: Inputs {
    kept.withLock { kept in
      if let kept { return kept }
      let inputs = Inputs(keptBackFrom: key.keptSeed(of: Inputs.name))
      kept = inputs
      return inputs
    }
  }
}
