extension Erratum.Settlement {
  /// What settles the erratum, in Markdown: what is run or computed, the source, the argument, or why it
  /// could not be verified.
  public var summary: String {
    switch self {
    case .proven(let method, _), .computed(let method, _):
      Self.sentence(method.prefix(1).uppercased() + method.dropFirst())
    case .recorded(let card, _):
      Self.sentence(
        card.source + (card.checked.map { ", looked up \($0)" } ?? ", not looked up again"))
    case .argued(let argument): Self.sentence(argument)
    case .unverifiable(let reason): Self.sentence(reason)
    }
  }

  /// What the correction rests on.
  public var grade: Erratum.Grade {
    switch self {
    case .proven: .run
    case .computed: .computed
    case .recorded: .lookedUp
    case .argued: .argued
    case .unverifiable: .unconfirmed
    }
  }

  /// True when there is something to run or to compute; for what was looked up, what its numbers imply.
  public var isRun: Bool {
    switch self {
    case .proven, .computed, .recorded: true
    case .argued, .unverifiable: false
    }
  }

  /// What is observed when it is run; nil when there is nothing to run.
  public func evidence() throws -> Evidence? {
    switch self {
    case .proven(_, let prove), .computed(_, let prove): try prove()
    case .recorded(_, let arithmetic): arithmetic()
    case .argued, .unverifiable: nil
    }
  }

  /// With a full stop.
  private static func sentence(_ text: String) -> String {
    text.last.map { ".!?".contains($0) } ?? true ? text : text + "."
  }
}
