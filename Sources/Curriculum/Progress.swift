/// How far a learner has come.
public struct Progress: Hashable, Sendable {
  /// The exercises that have passed their hidden suite.
  public private(set) var passed: Set<String> = []
  /// The exercise worked on last.
  public private(set) var lastExercise: String?
  private var hintsShown: [String: Int] = [:]
  /// Whether each question of a quiz was answered rightly when it was last asked, by its id.
  public private(set) var answers: [String: Bool] = [:]
  /// The chapter or task read last.
  public private(set) var lastRead: String?
  private var places: [String: ReadingPlace] = [:]

  /// Has come nowhere yet.
  public init() {}

  /// The number of hints of `exercise` that have been shown.
  public func hintsShown(of exercise: String) -> Int {
    hintsShown[exercise, default: 0]
  }

  /// Notes that `exercise` is being worked on.
  public mutating func workOn(_ exercise: String) {
    lastExercise = exercise
  }

  /// Notes that `exercise` has passed. It stays passed when a later change breaks it.
  public mutating func pass(_ exercise: String) {
    lastExercise = exercise
    passed.insert(exercise)
  }

  /// Notes that the first `count` hints of `exercise` have been shown.
  public mutating func showHints(_ count: Int, of exercise: String) {
    lastExercise = exercise
    hintsShown[exercise] = max(hintsShown(of: exercise), count)
  }

  /// Notes how the question `id` was answered.
  public mutating func answer(_ id: String, rightly isRight: Bool) {
    answers[id] = isRight
  }

  /// Where `text`, a chapter or task, was left; nil when it has not been read.
  public func place(in text: String) -> ReadingPlace? {
    places[text]
  }

  /// Notes that `text` is the one read last and was left at `place`.
  public mutating func read(_ text: String, to place: ReadingPlace) {
    lastRead = text
    places[text] = place
  }

  /// Forgets everything about `exercise`, as when it is reset.
  public mutating func forget(_ exercise: String) {
    passed.remove(exercise)
    hintsShown[exercise] = nil
  }
}

extension Progress: Codable {
  /// The form of the file; a newer book may write another.
  private static let version = 1

  private enum Key: String, CodingKey {
    case version, passed, lastExercise, hintsShown, answers, lastRead, places
  }

  /// Reads the form of the file.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let version = try values.decode(Int.self, forKey: .version)
    guard version == Self.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: values,
        debugDescription: "version \(version) is not known to this book")
    }
    passed = Set(try values.decode([String].self, forKey: .passed))
    lastExercise = try values.decodeIfPresent(String.self, forKey: .lastExercise)
    hintsShown = try values.decode([String: Int].self, forKey: .hintsShown)
    // Older books wrote no answers and no places.
    answers = try values.decodeIfPresent([String: Bool].self, forKey: .answers) ?? [:]
    lastRead = try values.decodeIfPresent(String.self, forKey: .lastRead)
    places = try values.decodeIfPresent([String: ReadingPlace].self, forKey: .places) ?? [:]
  }

  /// Writes the form of the file; lists are in alphabetical order.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(Self.version, forKey: .version)
    try values.encode(passed.sorted(), forKey: .passed)
    try values.encodeIfPresent(lastExercise, forKey: .lastExercise)
    try values.encode(hintsShown, forKey: .hintsShown)
    if !answers.isEmpty { try values.encode(answers, forKey: .answers) }
    try values.encodeIfPresent(lastRead, forKey: .lastRead)
    if !places.isEmpty { try values.encode(places, forKey: .places) }
  }
}
