/// What an exercise expects a submission to declare, as Swift expressions.
public struct SubjectInterface: Hashable, Sendable {
  /// The learner's type, ready to use: `ORSet<Swift::String>`.
  public let type: String
  /// The kit's protocol it must conform to: `ExerciseKit::ObservedRemoveSet<Swift::String>`.
  public let conformance: String

  /// Names a type and a protocol. Module selectors (`Swift::`, `ExerciseKit::`) keep a submission
  /// that declares a `String` or an `ExerciseKit` of its own from changing their meaning.
  public init(type: String, conformance: String) {
    self.type = type
    self.conformance = conformance
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

  /// The source of the one function a worker looks up in a compiled submission. It returns the type in
  /// the register in which a C function returns a pointer, and how it conforms in the next.
  var entryPoint: String {
    """
    import ExerciseKit
    @_silgen_name("truthbook_subject")
    public func truthbook_subject() -> any \(conformance).Type { \(type).self }

    """
  }
}
