public import Wire

/// A subject that runs in this process: for references and tests, never for submissions.
public final class InProcessSubject: Subject {
  private let type: Any.Type
  private var current: any Interpreting

  /// Wraps a type that conforms to one of the kit's protocols.
  public init(_ type: Any.Type) {
    self.type = type
    current = Self.fresh(type)
  }

  private static func fresh(_ type: Any.Type) -> any Interpreting {
    guard let fresh = interpreter(for: type, setClock: { _ in }) else {
      preconditionFailure("\(type) conforms to no exercise's protocol")
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
    current = Self.fresh(type)
  }
}
