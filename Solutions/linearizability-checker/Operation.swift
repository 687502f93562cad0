public import ExerciseKit

/// One operation of a client on a register, as it was seen from outside.
public typealias Operation = TimedOperation
