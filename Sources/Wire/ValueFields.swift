/// The answer to `Program.describe`: what a value keeps, as its author would write it. For people; nothing
/// is decided by it.
public struct ValueFields: Hashable, Sendable {
  /// One stored property.
  public struct Field: Hashable, Sendable {
    /// Its name; empty for a value that is not made of properties.
    public var name: String
    /// What it holds, cut to `textLimit` bytes.
    public var text: String

    /// Names a property and says what it holds.
    public init(name: String, text: String) {
      self.name = ValueFields.cut(name, to: ValueFields.nameLimit)
      self.text = ValueFields.cut(text, to: ValueFields.textLimit)
    }
  }

  /// The most properties that are told.
  public static let limit = 64
  /// The longest name, in bytes.
  public static let nameLimit = 120
  /// The longest text of one property, in bytes.
  public static let textLimit = 1_000

  /// The properties in the order they are declared, at most `limit` of them.
  public let fields: [Field]

  /// Gathers properties.
  public init(_ fields: [Field]) {
    self.fields = Array(fields.prefix(Self.limit))
  }

  /// Writes the answer.
  public func write(to writer: inout ByteWriter) {
    writer.count(fields.count)
    for field in fields {
      writer.string(field.name)
      writer.string(field.text)
    }
  }

  /// Reads an answer, which may be hostile: what is too much is cut.
  public init(from reader: inout ByteReader) throws(WireError) {
    let count = try reader.itemCount()
    guard count <= Self.limit else { throw .malformed("\(count) properties of one value") }
    var fields: [Field] = []
    for _ in 0..<count {
      fields.append(Field(name: try reader.string(), text: try reader.string()))
    }
    self.fields = fields
  }

  private static func cut(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var cut = ""
    for character in text {
      guard cut.utf8.count + character.utf8.count <= limit - 3 else { break }
      cut.append(character)
    }
    return cut + "…"
  }
}
