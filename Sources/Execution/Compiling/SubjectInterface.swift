/// What an exercise expects a submission to declare, as Swift expressions.
public struct SubjectInterface: Hashable, Sendable {
  /// The learner's type, ready to use: `ORSet<Swift::String>`.
  public let type: String
  /// The kit's protocol it must conform to: `ExerciseKit::ObservedRemoveSet<Swift::String>`.
  public let conformance: String
  /// The further types that the exercise asks for, in the order in which it lists them.
  public let others: [SubjectInterface]

  /// Names a type and a protocol. Module selectors (`Swift::`, `ExerciseKit::`) keep a submission
  /// that declares a `String` or an `ExerciseKit` of its own from changing their meaning.
  public init(type: String, conformance: String, others: [SubjectInterface] = []) {
    self.type = type
    self.conformance = conformance
    self.others = others
  }

  /// What names the type that a compiler's message about the entry point speaks of; the first unless it
  /// names another.
  func part(named inMessage: String) -> SubjectInterface {
    others.first {
      inMessage.contains("'\($0.typeName)'") || inMessage.contains("'\($0.type).Type'")
    }
      ?? self
  }

  /// The type's bare name: `ORSet`.
  public var typeName: String { Self.bareName(type) }

  /// The protocol's bare name: `ObservedRemoveSet`.
  public var protocolName: String { Self.bareName(conformance) }

  /// The type as an exercise's text writes it: `ORSet<String>`.
  var displayedType: String {
    type.replacing("Swift::", with: "").replacing("ExerciseKit::", with: "")
  }

  private static func bareName(_ expression: String) -> String {
    let generic = expression.prefix { $0 != "<" }
    return String(generic.split(separator: ":").last ?? generic)
  }

  /// The source of what a worker looks up in a compiled submission: a function for each type. It returns
  /// the type in the register in which a C function returns a pointer, and how it conforms in the next.
  var entryPoint: String {
    var source = "import ExerciseKit\n"
    for (number, part) in ([self] + others).enumerated() {
      let name = number == 0 ? "truthbook_subject" : "truthbook_subject_\(number + 1)"
      source += """
        @_silgen_name("\(name)")
        public func \(name)() -> any \(part.conformance).Type { \(part.type).self }

        """
    }
    return source
  }
}
