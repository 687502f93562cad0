import Dialects
import ExerciseKit
public import Wire

/// Finds what talks to the types a submission offers, by the protocols of the kit they conform to.
/// - Parameters:
///   - types: the types the submission offers, in the order in which its exercise lists them.
///   - setClock: changes what the code under test sees of the time.
///   - progress: where to count the instructions of the current program that have been begun.
/// - Returns: nil when the types conform to no exercise's protocols.
public func interpreter(
  for types: [Any.Type], setClock: @escaping (Program.Clock) -> Void,
  progress: UnsafeMutablePointer<UInt64>? = nil
) -> (any Interpreting)? {
  func speaking<D: Dialect>(_ dialect: D.Type) -> any Interpreting {
    Interpreter(
      DialectAdapter(dialect, isShared: types.contains { $0 is AnyObject.Type }),
      setClock: setClock, progress: progress)
  }
  // First, since a type may be more than its exercise asks for: a set without tombstones is an
  // observed-remove set as well.
  if let dialect = dialect(for: types) { return speaking(dialect) }
  guard let type = types.first, types.count == 1 else { return nil }
  return interpreter(for: type, setClock: setClock, progress: progress)
}

/// Finds the adapter for a submitted type by the protocol of the kit it conforms to.
/// - Parameters:
///   - type: the type the submission offers.
///   - setClock: changes what the code under test sees of the time.
///   - progress: where to count the instructions of the current program that have been begun.
/// - Returns: nil when the type conforms to no exercise's protocol.
public func interpreter(
  for type: Any.Type, setClock: @escaping (Program.Clock) -> Void,
  progress: UnsafeMutablePointer<UInt64>? = nil
) -> (any Interpreting)? {
  func set<T: ObservedRemoveSet<String>>(_ type: T.Type) -> any Interpreting {
    Interpreter(ORSetAdapter(type), setClock: setClock, progress: progress)
  }
  func node<T: Electing>(_ type: T.Type) -> any Interpreting {
    Interpreter(RaftElectionAdapter(type), setClock: setClock, progress: progress)
  }
  return switch type {
  case let type as any ObservedRemoveSet<String>.Type: set(type)
  case let type as any Electing.Type: node(type)
  default: nil
  }
}
