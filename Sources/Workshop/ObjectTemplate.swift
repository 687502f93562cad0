// A value whose every answer follows from what it was told before. The one of the template keeps the largest
// number it has heard, and passes on what is new.

extension ExerciseScaffold {
  var objectDialect: String {
    """
    import ExerciseKit
    import Wire

    /// Talks to one value.
    enum \(type)Dialect<Value: \(type)Interface>: ObjectDialect {
      typealias Words = ObjectWords

      static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
        Value(stored: try numbers.next())
      }

      static func perform(
        _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
      ) throws(WireError) -> Words.Answer {
        switch operation {
        case 0:
          guard let told = value.receive(try numbers.next()) else {
            return Words.Answer(0, [Int128(value.stored)])
          }
          return Words.Answer(1, [Int128(told)])
        case 1:
          value = Value(stored: value.stored)
          return Words.Answer(0, [Int128(value.stored)])
        default: throw .unknown(operation: operation)
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

  var objectSuite: String {
    """
    import Checking
    import Dialects

    /// The hidden tests of the exercise `\(name)`.
    let \(camel)Suite = ComposedSuite(
      exercise: "\(name)", version: 1,
      repeatability: .answersAlike(
        "Told the same in the same order, it answers the same.", chapter: "TODO#todo", points: 20),
      parts: [
        ConversationPart(
          name: "\(name)", object: value, rules: rules,
          random: source.check(
            "any-order", "TODO: Whatever it is told, it does what the rules say.", .schedules, 30),
          copies: .copiesApart(
            "A copy does not change with its original.", chapter: "TODO#todo", points: 20))
      ])

    private let source = Teaching("TODO: paper, section", in: "TODO#todo")

    private let number = NumberDomain.unsigned()

    /// What it must answer: the largest number so far is all that it knows.
    private let value = SequentialObject<Int128>(
      subject: "value", setting: NumberForm("from #", [number]), start: { $0[0] },
      operations: [
        .init(NumberForm("receive(#)", [number]), weight: 4, near: { [[$0]] }) { numbers, largest in
          guard numbers[0] > largest else { return (.init(0, [largest]), "it is not new") }
          largest = numbers[0]
          return (.init(1, [largest]), "it is larger than all before")
        },
        .init(NumberForm("starts again")) { _, largest in
          (.init(0, [largest]), "that was stored")
        },
      ],
      text: { answer in
        let number = answer.numbers.first.map(String.init) ?? "nothing"
        return answer.kind == 1 ? "tells \\(number)" : "tells nothing, stored \\(number)"
      },
      isTelling: { $0.kind == 1 })

    private let rules: [ObjectRule] = [
      (
        source.check("examples", "TODO: What the examples show.", .examples, 30),
        [
          ("from 0", ["receive(1)", "receive(1)", "receive(7)"]),
          ("from 5", ["receive(3)", "starts again", "receive(6)"]),
        ]
      )
    ]

    """
  }
}
