/// The answer to `Program.storedProperties`: what a value keeps, property by property.
public struct StoredProperties: Hashable, Sendable {
  /// One stored property.
  public struct Property: Hashable, Sendable {
    /// Its name; `outer.inner` for one of a struct that is itself stored.
    public var name: String
    /// Equal bytes for equal values; those of a long form are its digest.
    public var form: [UInt8]

    /// Names a property.
    public init(name: String, form: [UInt8]) {
      self.name = name
      self.form = form
    }
  }

  /// The properties in the order they are declared.
  public var properties: [Property]

  /// Gathers properties.
  public init(_ properties: [Property]) {
    self.properties = properties
  }

  /// Writes the answer.
  public func write(to writer: inout ByteWriter) {
    writer.count(properties.count)
    for property in properties {
      writer.string(property.name)
      writer.blob(property.form)
    }
  }

  /// Reads an answer.
  public init(from reader: inout ByteReader) throws(WireError) {
    properties = []
    for _ in 0..<(try reader.itemCount()) {
      properties.append(Property(name: try reader.string(), form: try reader.blob()))
    }
  }
}
