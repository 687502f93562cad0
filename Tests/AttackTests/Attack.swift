import Execution
import Testing

/// Something a submission tries, and what has to come of it.
struct Attack: CustomTestStringConvertible, Sendable {
  /// Submissions that do something else for each element that is added to them.
  enum Fixture: String, Sendable, CaseIterable {
    case attacks = "Attacks"
    case hostile = "Hostile"
  }

  /// How the attack gets to the grader.
  enum Way: Sendable {
    /// One of a fixture's orders.
    case order(Fixture, String)
    /// A file beside the reference, or in its place.
    case source(String, isAlone: Bool = false, limit: CompilerLimit = .usual)
    /// A folder as it was handed in.
    case folder(@Sendable (Folder) throws -> Void)
  }

  /// What the compiler may use, where the real limits would take too long to meet.
  enum CompilerLimit: Sendable {
    case usual, oneSecond, littleMemory, littleOutput
  }

  /// What the submission is put to.
  enum Questions: Sendable {
    /// One add, and the same in a fresh worker.
    case few
    /// The exercise's own suite.
    case all
  }

  /// What the catalogue calls it.
  var name: String
  var way: Way
  /// The outcome, or what stopped the submission, in the report's words.
  var verdict: String
  var questions = Questions.few
  var limits = WorkerLimits()
  /// What the report has to say, if anything in particular.
  var says = ""

  var testDescription: String { name }

  static let all = orders + sources + folders

  /// An order that is its own name.
  static func order(
    _ order: String, _ verdict: String, in fixture: Fixture = .attacks,
    limits: WorkerLimits = WorkerLimits(), says: String = ""
  ) -> Attack {
    Attack(
      name: order, way: .order(fixture, order), verdict: verdict, limits: limits, says: says)
  }
}
