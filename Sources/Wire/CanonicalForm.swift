/// What stands for the state of a value: equal for equal states, with the names of what it could not
/// see of them.
///
/// Whoever takes two values with equal forms for one has compared everything only if `unseen` is empty.
public struct CanonicalForm: Hashable, Sendable {
  /// The form as a subject answers it, at most `limit` bytes.
  public let bytes: [UInt8]
  /// What could not be seen, as `Elector.decide: a closure`; empty if everything was. At most
  /// `unseenLimit` of them, each at most `nameLimit` bytes long and printable.
  public let unseen: [String]

  /// The most names that are told.
  public static let unseenLimit = 8
  /// The longest name, in bytes.
  public static let nameLimit = 160
  /// The longest state that is sent as it is, in bytes; a longer one goes as its digest.
  public static let stateLimit = 256
  /// The longest answer, in bytes.
  public static let limit = 4 + stateLimit + unseenLimit * (2 + nameLimit)

  /// Puts an answer together.
  /// - Precondition: `state` has at most `stateLimit` bytes.
  public init(state: [UInt8], unseen: [String]) {
    precondition(state.count <= Self.stateLimit)
    self.unseen = unseen.prefix(Self.unseenLimit).map(Self.name)
    var writer = ByteWriter()
    writer.count(self.unseen.count)
    for name in self.unseen { writer.string(name) }
    writer.raw(state)
    bytes = writer.bytes
  }

  /// Reads an answer, which may be hostile.
  public init(_ answer: [UInt8]) throws(WireError) {
    guard answer.count <= Self.limit else {
      throw .malformed("a canonical form of \(answer.count) bytes")
    }
    var reader = ByteReader(answer)
    let count = try reader.itemCount()
    guard count <= Self.unseenLimit else { throw .malformed("\(count) names of unseen state") }
    var unseen: [String] = []
    for _ in 0..<count { unseen.append(Self.name(try reader.string())) }
    self.unseen = unseen
    bytes = answer
  }

  /// The name cut to its limit, with a mark in place of what is not printable.
  private static func name(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars {
      let shown: Unicode.Scalar =
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
          .paragraphSeparator:
          "\u{FFFD}"
        default: scalar
        }
      guard name.utf8.count + shown.utf8.count <= nameLimit else { break }
      name.unicodeScalars.append(shown)
    }
    return name
  }
}
