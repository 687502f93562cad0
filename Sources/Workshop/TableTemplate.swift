// Pure functions. The one of the template adds one.

extension ExerciseScaffold {
  var tableKit: String {
    """
    /// What the exercise `\(name)` asks for.
    ///
    /// TODO: What the numbers are, their range, and the source.
    public protocol \(type)Interface {
      /// TODO: One more than `n`.
      static func answer(to n: Int) -> Int
    }

    """
  }

  var tableStarter: String {
    """
    import ExerciseKit

    /// TODO: What it is.
    enum \(type): \(type)Interface {
      /// TODO: One more than `n`.
      static func answer(to n: Int) -> Int {
        // TODO: Say what to think about.
        0
      }
    }

    """
  }

  var tableDialect: String {
    """
    import ExerciseKit
    public import Wire

    /// The words of `\(name)`.
    public enum \(type)Words: Vocabulary {
      /// There is nothing to make: the functions are static.
      public typealias Arguments = Nothing

      /// A call of one function.
      public enum Call: WireValue, Hashable {
        case answer(Int)

        /// Reads a call.
        public init(from reader: inout ByteReader) throws(WireError) {
          switch try reader.byte() {
          case 0: self = .answer(try reader.integer())
          case let kind: throw .malformed("\(name) call \\(kind)")
          }
        }

        /// Writes the call.
        public func write(to writer: inout ByteWriter) {
          switch self {
          case .answer(let number):
            writer.byte(0)
            writer.integer(number)
          }
        }
      }

      /// What a function returns.
      public typealias Answer = Int
    }

    /// Talks to static functions.
    enum \(type)Dialect<Functions: \(type)Interface>: Dialect {
      typealias Words = \(type)Words
      typealias Value = Nothing

      static func make(_ arguments: Nothing) -> Nothing { arguments }

      static func perform(
        _ call: Words.Call, on value: inout Nothing, other: (Int) throws(WireError) -> Nothing
      ) throws(WireError) -> Words.Answer {
        switch call {
        case .answer(let number): Functions.answer(to: number)
        }
      }
    }

    /// The dialect of `\(name)`.
    func \(camel)Dialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
      func dialect<T: \(type)Interface>(_: T.Type) -> any Dialect.Type { \(type)Dialect<T>.self }
      return (types.first as? any \(type)Interface.Type).map { dialect($0) }
    }

    """
  }

  var tableSuite: String {
    """
    import Checking
    import Dialects
    import Wire

    /// The hidden tests of the exercise `\(name)`.
    let \(camel)Suite = ComposedSuite(
      exercise: "\(name)", version: 1,
      repeatability: .answersAlike(
        "Asked the same again, a function answers the same.", chapter: "TODO#todo", points: 20),
      parts: [TablePart(name: "\(name)", table: table, checks: checks)])

    private let table = FunctionTable<\(type)Words>(
      owner: "\(type)", arguments: .init(),
      functions: [
        TableFunction("answer(to: #)", [NumberDomain(0...1_000_000)]) {
          .answer(Int(clamping: $0[0]))
        } expected: {
          Int(clamping: $0[0] + 1)
        } because: {
          "one more than \\($0[0])"
        }
      ],
      text: { "\\($0)" })

    private let checks: [TableCheck<\(type)Words>] = [
      TableCheck(
        Check(
          name: "examples", guarantee: "TODO: What the examples show.",
          source: "TODO: paper, section", chapter: "TODO#todo", kind: .examples, points: 40),
        .rows([("answer(to: 1)", "2"), ("answer(to: 41)", "42")])),
      TableCheck(
        Check(
          name: "any-number", guarantee: "TODO: What holds for every number of the task's range.",
          source: "TODO: paper, section", chapter: "TODO#todo", kind: .cases, points: 40),
        .oracle([0])),
    ]

    """
  }
}
