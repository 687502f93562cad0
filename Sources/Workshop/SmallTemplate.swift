// A small exercise: one pure function of whole numbers. The one of the template adds one.

extension ExerciseScaffold {
  var smallTask: String {
    """
    ---
    title: TODO
    level: 1
    size: small
    chapter: TODO#todo
    file: \(type).swift
    type: \(type)
    protocol: ExerciseKit::\(type)Interface
    ---

    # TODO

    TODO: Two or three lines: what is decided, and what goes wrong.

    > TODO: What always holds, in one sentence.

    Edit `\(type).swift`: TODO: what **`answer`** says. Every number is whole, from 0 to 1,000,000.

    TODO: A table of the checks' own examples.

    Run `truthbook test \(name)`. Stuck? `truthbook hint \(name)`.

    """
  }

  var smallKit: String {
    """
    /// What the small exercise `\(name)` asks for.
    ///
    /// TODO: What it is, and the source.
    public protocol \(type)Interface: SmallFunction {
      /// TODO: One more than `n`.
      static func answer(to n: Int) -> Int
    }

    extension \(type)Interface {
      /// Calls the function for the grader.
      public static func answer(_ numbers: [Int]) -> SmallAnswer { .number(answer(to: numbers[0])) }
    }

    """
  }

  var smallSuite: String {
    """
    import Checking
    import ExerciseKit

    extension SmallTable {
      /// The hidden tests of the small exercise `\(name)`.
      static let \(camel) = SmallTable(
        "\(name)", of: "\(type)", Teaching("TODO: paper, section", in: "TODO#todo"),
        forms: [.init("answer(to: #)", [NumberDomain(0...1_000_000)])],
        rows: [
          Rows(
            "examples", "TODO: What the examples show.",
            [("answer(to: 1)", "2"), ("answer(to: 41)", "42")])
        ],
        whole: ("any-number", "TODO: The answer is right for every number of the task's range.")
      ) { numbers in
        .number(Int(clamping: numbers[0] + 1))
      } because: { numbers in
        "one more than \\(numbers[0])"
      }
    }

    """
  }
}
