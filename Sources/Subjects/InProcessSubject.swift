public import Wire

/// A subject that runs in this process: for references and tests, never for submissions.
public final class InProcessSubject: Subject {
  private let types: [Any.Type]
  private var current: any Interpreting

  /// Wraps a type that conforms to one of the kit's protocols, or the types of an exercise that asks
  /// for several.
  public init(_ types: Any.Type...) {
    self.types = types
    current = Self.fresh(types)
  }

  private static func fresh(_ types: [Any.Type]) -> any Interpreting {
    guard let fresh = interpreter(for: types, setClock: { _ in }) else {
      preconditionFailure("\(types) conform to no exercise's protocols")
    }
    return fresh
  }

  /// Runs a program on the values in this process.
  public func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    let reply: [UInt8]
    do throws(WireError) {
      reply = try current.run(program.bytes)
    } catch {
      preconditionFailure("a suite sent a malformed program: \(error)")
    }
    return try answers(in: reply, to: program)
  }

  /// Forgets every value.
  public func restart() {
    current = Self.fresh(types)
  }
}
