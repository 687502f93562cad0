// A node that is told things line by line: a conversation, as most services and protocols begin: a suite of them first
// holds each step to its rule, and then runs clients, servers or clusters. The one of the template keeps
// the largest number it has heard, and passes on what is new.

extension ExerciseScaffold {
  var nodeKit: String {
    """
    /// What the exercise `\(name)` asks for.
    ///
    /// TODO: What it is, and the source.
    public protocol \(type)Interface: Sendable {
      /// TODO: Starts from what was stored; 0 at the very first start.
      init(stored: UInt64)

      /// TODO: What is on stable storage before an answer leaves.
      var stored: UInt64 { get }

      /// TODO: Takes in a number.
      /// - Returns: what to tell every peer; nil for nothing.
      mutating func receive(_ number: UInt64) -> UInt64?
    }

    """
  }

  var nodeStarter: String {
    """
    import ExerciseKit

    /// TODO: What it is.
    struct \(type): \(type)Interface {
      /// TODO: What is on stable storage.
      var stored: UInt64

      /// TODO: What a node starts with.
      init(stored: UInt64) {
        self.stored = stored
        // TODO: Say what to think about.
      }

      /// TODO: Takes in a number.
      mutating func receive(_ number: UInt64) -> UInt64? {
        nil
      }
    }

    """
  }

  var nodeDialect: String {
    """
    import ExerciseKit
    public import Wire

    /// The words of `\(name)`.
    public enum \(type)Words: Vocabulary {
      /// What a node starts from.
      public typealias Arguments = UInt64
      /// What a node is told.
      public typealias Call = UInt64

      /// What a node answers.
      public struct Answer: WireValue, Hashable {
        /// What it tells its peers.
        public var told: UInt64?
        /// What it has stored.
        public var stored: UInt64

        /// Gathers an answer.
        public init(told: UInt64?, stored: UInt64) {
          self.told = told
          self.stored = stored
        }

        /// Reads an answer.
        public init(from reader: inout ByteReader) throws(WireError) {
          told = try UInt64?(from: &reader)
          stored = try reader.unsigned()
        }

        /// Writes the answer.
        public func write(to writer: inout ByteWriter) {
          told.write(to: &writer)
          writer.unsigned(stored)
        }
      }
    }

    /// Talks to a node.
    enum \(type)Dialect<Value: \(type)Interface>: Dialect {
      typealias Words = \(type)Words

      static func make(_ stored: UInt64) -> Value { Value(stored: stored) }

      static func perform(
        _ number: UInt64, on value: inout Value, other: (Int) throws(WireError) -> Value
      ) throws(WireError) -> Words.Answer {
        let told = value.receive(number)
        return Words.Answer(told: told, stored: value.stored)
      }
    }

    /// The dialect of `\(name)`.
    func \(camel)Dialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
      func dialect<T: \(type)Interface>(_: T.Type) -> any Dialect.Type { \(type)Dialect<T>.self }
      return (types.first as? any \(type)Interface.Type).map { dialect($0) }
    }

    """
  }

  /// What the suite is to have beside its conversations.
  private var nodeAdvice: String {
    switch family {
    case .service:
      "\n///\n/// TODO: Add a `ServicePart`: the submission's clients, servers of ours, and histories to judge."
        + "\n/// `AbdRegisterSuite` has one."
    case .protocol:
      "\n///\n/// TODO: Add a `ProtocolPart`: every run of a small cluster within bounds, and long random runs."
        + "\n/// `RaftReplicationSuite` has one."
    default: ""
    }
  }

  var nodeSuite: String {
    """
    import Checking
    import Dialects
    import Simulation

    /// The hidden tests of the exercise `\(name)`.\(nodeAdvice)
    let \(camel)Suite = ComposedSuite(
      exercise: "\(name)", version: 1,
      repeatability: .answersAlike(
        "Told the same in the same order, it does the same every time it is run.",
        chapter: "TODO#todo", points: 20),
      parts: [
        ConversationPart(
          name: "\(name)", model: \(type)Talk(),
          examples: [
            .init(
              check: check("examples", "TODO: What the examples show.", .examples, 30),
              conversations: [
                Conversation(\(type)Talk(), "from 0", ["receives 1", "receives 1", "receives 7"]),
                Conversation(\(type)Talk(), "from 5", ["receives 3", "receives 6"]),
              ])
          ],
          random: check(
            "any-order", "TODO: Whatever it is told, it does what the rules say.", .schedules, 30),
          copies: check(
            "values-are-independent", "A copy does not change with its original.", .examples, 20))
      ])

    private func check(
      _ name: String, _ guarantee: String, _ kind: Check.Kind, _ points: Int
    ) -> Check {
      Check(
        name: name, guarantee: guarantee, source: "TODO: paper, section", chapter: "TODO#todo",
        kind: kind, points: points)
    }

    /// What a node must do with each number.
    private struct \(type)Talk: ConversationModel {
      typealias Words = \(type)Words
      typealias Line = UInt64

      struct Setting: Hashable, Sendable, CustomStringConvertible {
        let stored: UInt64
        var description: String { "from \\(stored)" }
      }

      let subject = "node"

      func arguments(_ setting: Setting) -> UInt64 { setting.stored }
      func call(_ line: UInt64, _ setting: Setting) -> UInt64 { line }
      func shadow(_ setting: Setting) -> UInt64 { setting.stored }

      func answer(to line: UInt64, _ shadow: UInt64) -> Words.Answer {
        Words.Answer(told: line > shadow ? line : nil, stored: max(line, shadow))
      }

      func complaint(
        about answer: Words.Answer, to line: UInt64, _ shadow: inout UInt64
      ) -> String? {
        let right = self.answer(to: line, shadow)
        shadow = right.stored
        guard answer != right else { return nil }
        return "\\(text(line)) brings \\(text(answer)); it must bring \\(text(right))"
      }

      func isTelling(_ answer: Words.Answer) -> Bool { answer.told != nil }
      func speaker(of line: UInt64) -> String? { nil }
      func isFair(_ lines: [UInt64], _ setting: Setting) -> Bool { true }

      func drawSetting(isOdd: Bool, random: inout RandomSource) -> Setting {
        Setting(stored: isOdd ? random.next() >> UInt64(random.index(below: 64)) : 0)
      }

      func draw(_ setting: Setting, _ shadow: UInt64, random: inout RandomSource) -> UInt64 {
        random.chance(1, in: 2)
          ? random.next() >> UInt64(random.index(below: 64))
          : shadow &+ UInt64(random.index(below: 3)) &- 1
      }

      func text(_ answer: Words.Answer) -> String {
        (answer.told.map { "tells \\($0)" } ?? "tells nothing") + ", stored \\(answer.stored)"
      }

      func text(_ line: UInt64) -> String { "receives \\(line)" }

      func line(_ text: String) -> UInt64? {
        let line = UInt64(text.dropFirst("receives ".count))
        return line.map(self.text) == text ? line : nil
      }

      func setting(_ text: String) -> Setting? {
        let setting = UInt64(text.dropFirst("from ".count)).map { Setting(stored: $0) }
        return setting?.description == text ? setting : nil
      }
    }

    """
  }
}
