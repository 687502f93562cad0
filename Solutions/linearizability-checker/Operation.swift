public import ExerciseKit

/// One operation of a client on a register, as it was seen from outside.
public typealias Operation = TimedOperation

extension TimedOperation {
  /// True when this operation had its answer before `other` was asked for.
  public func precedes(_ other: TimedOperation) -> Bool {
    returned.map { $0 < other.invoked } ?? false
  }
}
