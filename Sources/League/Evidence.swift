public import Checking
import Digests

/// What showed a submission wrong that passes its exercise's suite.
public struct Evidence: Hashable, Sendable {
  /// How it was shown.
  public enum Means: Hashable, Sendable {
    /// The suite, its random inputs drawn with the league's key of this number, from 1.
    case key(Int)
    /// A walk by chance, of this number from 1; how many of its events were enough.
    case walk(Int, events: Int)
    /// A run that the finder gave.
    case given(events: Int)

    /// In words.
    public var phrase: String {
      switch self {
      case .key(let number): "the suite under key \(number) of the league"
      case .walk(let number, let events):
        "\(Self.count(events)) of walk \(number) of the league"
      case .given(let events): "a run of \(Self.count(events)) that the finder gave"
      }
    }

    private static func count(_ events: Int) -> String {
      events == 1 ? "1 event" : "\(events) events"
    }
  }

  /// The check that should have caught it.
  public let check: String
  /// What is wrong, as one sentence.
  public let sentence: String
  /// How it was shown.
  public let means: Means
  /// The run, where it is one.
  public let schedule: Schedule?

  /// Describes what was found.
  public init(check: String, sentence: String, means: Means, schedule: Schedule? = nil) {
    self.check = check
    self.sentence = sentence
    self.means = means
    self.schedule = schedule
  }

  /// The league's key of a number. Anybody can make it: what is drawn with it is no secret, only other than
  /// what everybody is asked.
  public static func key(_ number: Int) -> CourseSecret? {
    CourseSecret(SHA256.digest(of: Array("truthbook: league, key \(number)".utf8)))
  }
}
