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
        withUnsafePointer(to: value) { pointer in
          for field in fields {
            func next<F>(_: F.Type) {
              let stored = (UnsafeRawPointer(pointer) + field.offset)
                .assumingMemoryBound(to: F.self).pointee
              collect(
                stored, named: name.isEmpty ? field.name : "\(name).\(field.name)",
                depth: depth + 1, into: &properties)
            }
            _openExistential(field.type, do: next)
          }
        }
        return
      }
      if collectChildren(of: value, named: name, depth: depth, into: &properties) { return }
    }
    properties.append(StoredProperties.Property(name: name, form: Self.brief(form(of: value))))
  }

  /// Structs that hold objects, and objects, have no fields that can be read where they are.
  private func collectChildren<T>(
    of value: T, named name: String, depth: Int, into properties: inout [StoredProperties.Property]
  ) -> Bool {
    guard case .mirror = layout(of: T.self) else { return false }
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .struct || mirror.displayStyle == .class,
      mirror.superclassMirror == nil, !mirror.children.isEmpty
    else { return false }
    for child in mirror.children {
      guard let label = child.label else { return false }
      func next<F>(_ stored: F) {
        collect(
          stored, named: name.isEmpty ? label : "\(name).\(label)", depth: depth + 1,
          into: &properties)
      }
      _openExistential(child.value, do: next)
    }
    return true
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
