import ArgumentParser
import Execution
import Glibc

/// How a command's work ended that was done in a copy of this process.
enum SupervisedOutcome {
  /// By itself; a status other than 0 has been thrown.
  case finished
  /// By a fault or at a limit, told as the end of a sentence that starts with "the grader".
  case fault(String)
}

/// Does a command's work in a copy of this process, so that what a submission does to its grader leaves
/// somebody to say so.
/// - Parameter work: prints and writes what the command prints and writes; what it throws is told there,
///   and its status is this command's.
/// - Throws: the status the work ended with, or `Fault` when there can be no further process.
func supervised(_ work: @escaping () throws -> Void) throws -> SupervisedOutcome {
  let supervised: SupervisedWork
  do throws(EnvironmentFailure) {
    // Run in the copy alone, which has nobody to share it with.
    nonisolated(unsafe) let work = work
    supervised = try SupervisedWork { ([], status(of: work)) }
  } catch {
    throw Fault.environment(error.description)
  }
  switch supervised.finish() {
  case .fault(let fault): return .fault(fault)
  case .finished(_, 0): return .finished
  case .finished(_, let status): throw ExitCode(status)
  }
}

/// Does the work and tells what it throws as the program itself would.
private func status(of work: () throws -> Void) -> Int32 {
  do {
    try work()
    return 0
  } catch let status as ExitCode {
    return status.rawValue
  } catch let fault as Fault {
    Console.error(fault.description)
    return fault.status.rawValue
  } catch let failure as EnvironmentFailure {
    Console.error(failure.description)
    return ExitCode.environment.rawValue
  } catch {
    Console.error("\(error)")
    return ExitCode.environment.rawValue
  }
}
