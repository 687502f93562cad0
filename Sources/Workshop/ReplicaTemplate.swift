// A value whose states travel and merge. The one of the template counts.

extension ExerciseScaffold {
  var replicaKit: String {
    """
    /// What the exercise `\(name)` asks for.
    ///
    /// TODO: What it is, and the source.
    public protocol \(type)Interface: Mergeable, Equatable {
      /// Makes what `replica` holds at first.
      init(replica: NodeID)

      /// TODO: The sum of all amounts known here.
      var value: UInt64 { get }

      /// TODO: Counts `amount` more.
      mutating func count(_ amount: UInt64)
    }

    """
  }

  var replicaStarter: String {
    """
    import ExerciseKit

    /// TODO: What it is.
    struct \(type): \(type)Interface {
      /// TODO: What a replica starts with.
      init(replica: NodeID) {
        // TODO: Say what to think about.
      }

      /// TODO: The sum of all amounts known here.
      var value: UInt64 {
        0
      }

      /// TODO: Counts `amount` more.
      mutating func count(_ amount: UInt64) {
      }

      /// Takes in everything `other` knows.
      mutating func merge(_ other: \(type)) {
      }
    }

    """
  }

  var replicaDialect: String {
    """
    public import ExerciseKit
    public import Wire

    /// The words of `\(name)`.
    public enum \(type)Words: Vocabulary {
      /// Who holds it.
      public typealias Arguments = NodeID

      /// What it is asked.
      public enum Call: WireValue, Hashable {
        case count(UInt64)
        /// Merge the value in this slot.
        case merge(slot: Int)
        case value
        /// Whether this and the value in the slot are equal.
        case isEqual(slot: Int)

        /// Reads a call.
        public init(from reader: inout ByteReader) throws(WireError) {
          switch try reader.byte() {
          case 0: self = .count(try reader.unsigned())
          case 1: self = .merge(slot: try reader.count())
          case 2: self = .value
          case 3: self = .isEqual(slot: try reader.count())
          case let kind: throw .malformed("\(name) call \\(kind)")
          }
        }

        /// Writes the call.
        public func write(to writer: inout ByteWriter) {
          switch self {
          case .count(let amount):
            writer.byte(0)
            writer.unsigned(amount)
          case .merge(let slot):
            writer.byte(1)
            writer.count(slot)
          case .value: writer.byte(2)
          case .isEqual(let slot):
            writer.byte(3)
            writer.count(slot)
          }
        }
      }

      /// What it answers.
      public enum Answer: WireValue, Hashable {
        case done
        case amount(UInt64)
        case equal(Bool)

        /// Reads an answer.
        public init(from reader: inout ByteReader) throws(WireError) {
          switch try reader.byte() {
          case 0: self = .done
          case 1: self = .amount(try reader.unsigned())
          case 2: self = .equal(try reader.bool())
          case let kind: throw .malformed("\(name) answer \\(kind)")
          }
        }

        /// Writes the answer.
        public func write(to writer: inout ByteWriter) {
          switch self {
          case .done: writer.byte(0)
          case .amount(let amount):
            writer.byte(1)
            writer.unsigned(amount)
          case .equal(let isEqual):
            writer.byte(2)
            writer.bool(isEqual)
          }
        }
      }
    }

    /// Talks to a value that merges.
    enum \(type)Dialect<Value: \(type)Interface>: Dialect {
      typealias Words = \(type)Words

      static func make(_ replica: NodeID) -> Value { Value(replica: replica) }

      static func perform(
        _ call: Words.Call, on value: inout Value, other: (Int) throws(WireError) -> Value
      ) throws(WireError) -> Words.Answer {
        switch call {
        case .count(let amount): value.count(amount)
        case .merge(let slot): value.merge(try other(slot))
        case .value: return .amount(value.value)
        case .isEqual(let slot): return .equal(value == (try other(slot)))
        }
        return .done
      }
    }

    /// The dialect of `\(name)`.
    func \(camel)Dialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
      func dialect<T: \(type)Interface>(_: T.Type) -> any Dialect.Type { \(type)Dialect<T>.self }
      return (types.first as? any \(type)Interface.Type).map { dialect($0) }
    }

    """
  }

  var replicaSuite: String {
    """
    import Checking
    import Dialects
    import ExerciseKit
    import Simulation

    /// The hidden tests of the exercise `\(name)`.
    let \(camel)Suite = ComposedSuite(
      exercise: "\(name)", version: 1,
      repeatability: .answersAlike(
        "Asked the same in the same order, it answers the same every time it is run.",
        chapter: "TODO#todo", points: 20),
      parts: [
        ReplicaPart(
          name: "\(name)", model: \(type)Model(),
          examples: [
            ReplicaPart<\(type)Model>.Examples(
              check("examples", "TODO: What the examples show.", .examples, 20),
              [
                (1, "n1 counts 1", "1"),
                (2, "n1 counts 5; n2 counts 3; n1 receives 2", "8"),
              ])
          ],
          laws: [
            (check("merge-is-idempotent", "TODO", .cases, 10), .idempotent),
            (check("merge-is-commutative", "TODO", .cases, 10), .commutative),
          ],
          small: .init(
            check: check("small-histories", "TODO", .search, 20), nodeCount: 2, depth: 5),
          random: check("agrees-with-the-past", "TODO", .schedules, 20))
      ])

    private func check(
      _ name: String, _ guarantee: String, _ kind: Check.Kind, _ points: Int
    ) -> Check {
      Check(
        name: name, guarantee: guarantee, source: "TODO: paper, section", chapter: "TODO#todo",
        kind: kind, points: points)
    }

    /// What a replica must show, computed from its causal past alone.
    private struct \(type)Model: ValueModel {
      typealias Words = \(type)Words
      typealias Operation = AmountOperation
      typealias State = Int128
      typealias Reading = Int128

      let plainOperations = [AmountOperation("counts", 1), AmountOperation("counts", 3)]

      func arguments(for node: NodeID) -> NodeID { node }
      func call(_ operation: AmountOperation) -> \(type)Words.Call {
        .count(UInt64(clamping: operation.amount))
      }
      func receipt(of slot: Int) -> \(type)Words.Call { .merge(slot: slot) }
      var look: \(type)Words.Call { .value }
      func reading(_ answer: \(type)Words.Answer) -> Int128? {
        if case .amount(let amount) = answer { Int128(amount) } else { nil }
      }

      func state(after past: CausalPast<AmountOperation>) -> Int128 {
        past.operations.reduce(0) { $0 + $1.operation.amount }
      }
      func reading(of state: Int128, at node: NodeID) -> Int128 { state }
      func reason(_ state: Int128) -> String { "\\(state) has been counted before it" }

      func draw(_ random: inout RandomSource) -> AmountOperation {
        AmountOperation("counts", Int128(random.next() >> UInt64(12 + random.index(below: 52))))
      }
      func isAllowed(
        _ operation: AmountOperation, after past: CausalPast<AmountOperation>?
      ) -> Bool {
        operation.verb == "counts" && (0...Int128(UInt64.max)).contains(operation.amount)
      }
    }

    """
  }
}
