import ExerciseKit
public import Wire

/// Finds the adapter for a submitted type by the protocol of the kit it conforms to.
/// - Parameters:
///   - type: the type the submission offers.
///   - setClock: changes what the code under test sees of the time.
/// - Returns: nil when the type conforms to no exercise's protocol.
public func interpreter(
  for type: Any.Type, setClock: @escaping (Program.Clock) -> Void
) -> (any Interpreting)? {
  func clock<T: CausalClock>(_ type: T.Type) -> any Interpreting {
    Interpreter(HappensBeforeAdapter(type), setClock: setClock)
  }
  func set<T: ObservedRemoveSet<String>>(_ type: T.Type) -> any Interpreting {
    Interpreter(ORSetAdapter(type), setClock: setClock)
  }
  func node<T: Electing>(_ type: T.Type) -> any Interpreting {
    Interpreter(RaftElectionAdapter(type), setClock: setClock)
  }
  return switch type {
  case let type as any CausalClock.Type: clock(type)
  case let type as any ObservedRemoveSet<String>.Type: set(type)
  case let type as any Electing.Type: node(type)
  default: nil
  }
}
