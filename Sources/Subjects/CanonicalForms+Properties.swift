import Wire

extension CanonicalForms {
  /// How deep structs within structs are told apart, and how many properties are told at most.
  private static let depth = 3
  private static let limit = 64
  /// The longest form that is told as it is, in bytes.
  private static let longest = 64

  /// The stored properties of a value, each with its name and canonical form. A value that stores
  /// nothing under a name, such as an enum, is one property without one.
  func properties<T>(of value: T) -> [StoredProperties.Property] {
    var properties: [StoredProperties.Property] = []
    collect(value, named: "", depth: 0, into: &properties)
    return properties
  }

  private func collect<T>(
    _ value: T, named name: String, depth: Int, into properties: inout [StoredProperties.Property]
  ) {
    if depth < Self.depth && properties.count < Self.limit {
      if case .fields(let fields) = layout(of: T.self) {
        return withUnsafePointer(to: value) { pointer in
          collect(fields, at: pointer, named: name, depth: depth, into: &properties)
        }
      }
      if let (object, fields) = objectFields(of: value), !fields.isEmpty {
        return withExtendedLifetime(object) {
          collect(
            fields, at: Unmanaged.passUnretained(object).toOpaque(), named: name, depth: depth,
            into: &properties)
        }
      }
    }
    properties.append(
      StoredProperties.Property(name: name, form: Self.brief(form(of: value).bytes)))
  }

  private func collect(
    _ fields: [Field], at pointer: UnsafeRawPointer, named name: String, depth: Int,
    into properties: inout [StoredProperties.Property]
  ) {
    for field in fields {
      func next<F>(_: F.Type) {
        let stored = (pointer + field.offset).assumingMemoryBound(to: F.self).pointee
        collect(
          stored, named: name.isEmpty ? field.name : "\(name).\(field.name)", depth: depth + 1,
          into: &properties)
      }
      // What cannot be copied out by its type, such as a weak reference, has no form either.
      if case .unseen = field.layout { continue }
      _openExistential(field.type, do: next)
    }
  }

  /// A form, or two sums of it and its length where it is long.
  private static func brief(_ form: [UInt8]) -> [UInt8] {
    guard form.count > longest else { return form }
    var (first, second): (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x9e37_79b9_7f4a_7c15)
    for byte in form {
      first = (first ^ UInt64(byte)) &* 0x100_0000_01b3
      second = (second &+ UInt64(byte)) &* 0xff51_afd7_ed55_8ccd
      second ^= second >> 29
    }
    var writer = ByteWriter()
    writer.count(form.count)
    writer.unsigned(first)
    writer.unsigned(second)
    return writer.bytes
  }
}
