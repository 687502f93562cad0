import Checking
import Wire

/// Whether a submission's type is a class, asked once and only when something has failed: whatever a
/// class gets wrong, copies that share one state come first.
final class SharedType: Sendable {
  private let make: @Sendable (inout Program) -> Bool
  private let asked = AskedOnce<Bool>()

  /// What a canonical form calls a type whose copies are one object.
  private static let mark = "your type is a class; copies share it"

  /// - Parameter make: puts a value of the type into slot 0; false where no value says it.
  init(make: @escaping @Sendable (inout Program) -> Bool) {
    self.make = make
  }

  /// The same stage, whose failures begin with what they come from where the type is a class.
  func named(in stage: Stage) -> Stage {
    Stage(checks: stage.checks, prepare: stage.prepare) { [self] (subject) throws(Stop) in
      var verdicts = try stage.run(subject)
      for (index, verdict) in verdicts.enumerated() {
        guard case .failed(var failure) = verdict, try isClass(subject) else { continue }
        failure.message = "\(Self.mark), so it is no value: make it a struct; \(failure.message)"
        verdicts[index] = .failed(failure)
      }
      return verdicts
    }
  }

  private func isClass(_ subject: any Subject) throws(Stop) -> Bool {
    let answer = try asked.answer(from: subject) { () throws(Stop) in
      var program = Program()
      guard make(&program) else { return false }
      program.canonicalForm(0)
      guard let answer = try subject.run(program).first else { return false }
      do throws(WireError) {
        return try CanonicalForm(answer).unseen.contains { $0.hasSuffix(Self.mark) }
      } catch {
        throw .protocolViolation("an answer that is not one: \(error)")
      }
    }
    return answer ?? false
  }
}
