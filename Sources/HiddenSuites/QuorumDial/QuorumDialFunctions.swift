import Dialects
import ExerciseKit
import Wire

/// What a configuration of the exercise `quorum-dial` is asked, and the right answers.
enum QuorumDialFunctions {
  private typealias Call = QuorumDialWords.Call
  private typealias Answer = QuorumDialWords.Answer
  private typealias Function = TableFunction<QuorumDialWords>

  /// Whatever an initialiser may be given.
  private static let anyNumbers = NumberDomain(Int128(Int.min)...Int128(Int.max))
  /// How many replicas the task speaks of.
  private static let sizes = NumberDomain(1...1_000_000_000)
  /// How many it speaks of where probabilities are asked.
  private static let fewSizes = NumberDomain(1...100)
  /// How likely a replica is up.
  static let shares = NumberDomain(0...1_000_000, decimals: 6, turns: [500_000])

  // The functions by number, in the order of `table`.
  static let (isMissing, readsOverlap, writesOverlap, minimumOverlap) = (0, 1, 2, 3)
  static let (readFailures, writeFailures, label) = (4, 5, 6)
  static let (overlap, readAvailability, writeAvailability) = (7, 8, 9)

  static let table = FunctionTable<QuorumDialWords>(
    owner: "QuorumConfig", arguments: .init(),
    functions: [
      Function(
        "\(made) == nil", named: "init", Array(repeating: anyNumbers, count: 3)
      ) {
        call($0, .isMissing)
      } expected: {
        .truth($0[1] < 1 || $0[1] > $0[0] || $0[2] < 1 || $0[2] > $0[0])
      } because: {
        "R = \($0[1]) and W = \($0[2]), of \($0[0]) replicas"
      },
      counted("readsOverlapWrites", .readsOverlapWrites) {
        .truth($0.r + $0.w > $0.n)
      } because: {
        "R + W is \($0.r + $0.w), of \($0.n) replicas"
      },
      counted("writesOverlapWrites", .writesOverlapWrites) {
        .truth(2 * $0.w > $0.n)
      } because: {
        "2W is \(2 * $0.w), of \($0.n) replicas"
      },
      counted("minimumOverlap", .minimumOverlap) {
        .number(Int($0.r + $0.w > $0.n ? $0.r + $0.w - $0.n : 0))
      } because: {
        "\($0.r) and \($0.w) are \($0.r + $0.w), of \($0.n) replicas"
      },
      counted("readFailuresTolerated", .readFailures) {
        .number(Int($0.n - $0.r))
      } because: {
        "a read needs \($0.r) of \($0.n) replicas"
      },
      counted("writeFailuresTolerated", .writeFailures) {
        .number(Int($0.n - $0.w))
      } because: {
        "a write needs \($0.w) of \($0.n) replicas"
      },
      counted("label", .label) {
        .label(
          $0.r + $0.w <= $0.n
            ? .noOverlap : $0.r == $0.w ? .balanced : $0.r < $0.w ? .fastReads : .fastWrites)
      } because: { numbers in
        let (n, r, w) = numbers
        return r + w <= n
          ? "R + W is \(r + w), of \(n) replicas"
          : r == w
            ? "both wait for \(r)" : "reads wait for \(r) and writes for \(w) replicas"
      },
      Function(
        "\(made)?.overlapProbability()", named: "overlapProbability",
        Array(repeating: fewSizes, count: 3), where: areQuorums
      ) {
        call($0, .overlapProbability)
      } expected: {
        .probability(overlapProbability(size($0[0]), size($0[1]), size($0[2])))
      } because: {
        "all of R = \($0[1]) are among the \($0[0] - $0[2]) replicas without the write in "
          + "\(pascal[size($0[0] - $0[2]), size($0[1])]) of \(pascal[size($0[0]), size($0[1])]) cases"
      },
      available(ofRead: true),
      available(ofRead: false),
    ],
    text: { answer in
      switch answer {
      case .missing: "nil"
      case .truth(let truth): "\(truth)"
      case .number(let number): "\(number)"
      case .label(let label): ".\(label)"
      case .probability(let probability): "\(probability)"
      }
    },
    measure: { if case .probability(let probability) = $0 { probability } else { nil } },
    tolerance: Tolerance(absolute: 1e-12))

  private static let made = "QuorumConfig(n: #, r: #, w: #)"

  static func size(_ number: Int128) -> Int { Int(clamping: number) }

  private static func call(_ numbers: [Int128], _ question: Call.Question) -> Call {
    Call(n: size(numbers[0]), r: size(numbers[1]), w: size(numbers[2]), question)
  }

  @Sendable static func areQuorums(_ numbers: [Int128]) -> Bool {
    max(numbers[1], numbers[2]) <= numbers[0]
  }

  /// A property that counts replicas.
  private static func counted(
    _ name: String, _ question: Call.Question,
    expected: @escaping @Sendable ((n: Int128, r: Int128, w: Int128)) -> Answer,
    because reason: @escaping @Sendable ((n: Int128, r: Int128, w: Int128)) -> String
  ) -> Function {
    Function(
      "\(made)?.\(name)", named: name, Array(repeating: sizes, count: 3), where: areQuorums
    ) {
      call($0, question)
    } expected: {
      expected(($0[0], $0[1], $0[2]))
    } because: {
      reason(($0[0], $0[1], $0[2]))
    }
  }

  private static func available(ofRead: Bool) -> Function {
    Function(
      "\(made)?.availability(ofRead: \(ofRead), nodeUp: #)", named: "availability",
      Array(repeating: fewSizes, count: 3) + [shares], where: areQuorums
    ) {
      call($0, .availability(ofRead: ofRead, nodeUp: shares.value($0[3])))
    } expected: {
      .probability(probabilityUp(atLeast: size($0[ofRead ? 1 : 2]), of: size($0[0]), $0[3], shares))
    } because: {
      "\(ofRead ? "a read" : "a write") needs \($0[ofRead ? 1 : 2]) of \($0[0]) replicas"
    }
  }
}
