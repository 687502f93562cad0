extension Erratum.Settlement {
  /// What settles the erratum, in Markdown: `Proof: …`, `Source: …`, the argument, or why it could not
  /// be verified. The part before the colon is `kind`.
  public var summary: String {
    switch self {
    case .proven(let method, _): Self.sentence(method.prefix(1).uppercased() + method.dropFirst())
    case .recorded(let card, _):
      Self.sentence(
        card.source + (card.checked.map { ", looked up \($0)" } ?? ", not looked up again"))
    case .argued(let argument): Self.sentence(argument)
    case .unverifiable(let reason): Self.sentence(reason)
    }
  }

  /// What kind of settlement it is: `Proof`, `Source`, `Argument` or `Not verified`.
  public var kind: String {
    switch self {
    case .proven: "Proof"
    case .recorded: "Source"
    case .argued: "Argument"
    case .unverifiable: "Not verified"
    }
  }

  /// True when there is something to run.
  public var isRun: Bool {
    switch self {
    case .proven, .recorded: true
    case .argued, .unverifiable: false
    }
  }

  /// What is observed when it is run; nil when there is nothing to run.
  public func evidence() throws -> Evidence? {
    switch self {
    case .proven(_, let prove): try prove()
    case .recorded(_, let arithmetic): arithmetic()
    case .argued, .unverifiable: nil
    }
  }

  /// With a full stop.
  private static func sentence(_ text: String) -> String {
    text.last.map { ".!?".contains($0) } ?? true ? text : text + "."
  }
}
