import Wire

@_silgen_name("swift_EnumCaseName")
private func enumCaseName<T>(_ value: T) -> UnsafePointer<CChar>?

/// The bytes that stand for a value's state: equal for equal states, whatever the learner's own `==`
/// or `hash` say.
///
/// Reflection walks the stored properties. A Set or Dictionary is written in an order of its own
/// bytes, since its iteration order differs between equal values.
func canonicalForm<T>(of value: T) -> [UInt8] {
  var encoder = CanonicalEncoder()
  encoder.encode(value)
  return encoder.writer.bytes
}

private struct CanonicalEncoder {
  var writer = ByteWriter()
  /// Objects already met, so that a cycle of references ends.
  private var objects: [ObjectIdentifier: Int] = [:]

  mutating func encode<T>(_ value: T) {
    switch value {
    case let value as Int: integer(value)
    case let value as UInt64: unsigned(value)
    case let value as UInt32: unsigned(UInt64(value))
    case let value as Bool: integer(value ? 1 : 0)
    case let value as String: text(value)
    case let value as any BinaryInteger: text(String(value))
    case let value as Double: unsigned(value.bitPattern)
    default: reflect(value)
    }
  }

  private mutating func integer(_ value: Int) {
    writer.byte(1)
    writer.integer(value)
  }

  private mutating func unsigned(_ value: UInt64) {
    writer.byte(2)
    writer.unsigned(value)
  }

  private mutating func text(_ value: String) {
    writer.byte(3)
    writer.string(value)
  }

  private mutating func reflect<T>(_ value: T) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .set, .dictionary:
      writer.byte(4)
      unordered(mirror.children)
    case .enum:
      writer.byte(5)
      writer.string(enumCaseName(value).map { String(cString: $0) } ?? "")
      ordered(mirror.children)
    case .class:
      // AnyObject here is a reference the value holds; value types were handled above.
      let identity = ObjectIdentifier(value as AnyObject)
      writer.byte(6)
      if let earlier = objects[identity] {
        writer.byte(0)
        writer.count(earlier)
        return
      }
      objects[identity] = objects.count
      writer.byte(1)
      var ancestor: Mirror? = mirror
      while let level = ancestor {
        ordered(level.children)
        ancestor = level.superclassMirror
      }
    case .struct, .tuple, .collection, .optional, .foreignReference, .none, .some:
      writer.byte(7)
      ordered(mirror.children)
      if mirror.children.isEmpty, mirror.displayStyle != .optional, MemoryLayout<T>.size > 0,
        mirror.displayStyle != .collection
      {
        text(String(describing: value))
      }
    }
  }

  private mutating func ordered(_ children: Mirror.Children) {
    writer.count(children.count)
    for child in children { open(child.value) }
  }

  private mutating func unordered(_ children: Mirror.Children) {
    var forms: [[UInt8]] = []
    for child in children {
      var inner = CanonicalEncoder()
      inner.objects = objects
      inner.open(child.value)
      forms.append(inner.writer.bytes)
    }
    forms.sort { $0.lexicographicallyPrecedes($1) }
    writer.count(forms.count)
    for form in forms { writer.blob(form) }
  }

  private mutating func open(_ value: Any) {
    func encode<T>(_ value: T) { self.encode(value) }
    encode(value)
  }
}
