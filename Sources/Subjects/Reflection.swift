// What the runtime knows of types, without the mirrors that a type may replace by its own words.

/// A stored property as the runtime describes it.
struct StoredProperty {
  var name: String
  var type: Any.Type
  /// From the start of the value or object, in bytes.
  var offset: Int
  /// False for `weak` and `unowned`.
  var isStrong: Bool

  /// The stored properties of a struct, tuple or class, those of its superclasses first.
  static func all(of type: Any.Type) -> [StoredProperty] {
    (0..<childCount(type)).map { index in
      var field = FieldMetadata(name: nil, freeName: nil, isStrong: true, isVariable: false)
      let fieldType = childType(type, index, &field)
      defer { field.freeName?(field.name) }
      return StoredProperty(
        name: field.name.map { String(cString: $0) } ?? "\(index)", type: fieldType,
        offset: childOffset(type, index), isStrong: field.isStrong)
    }
  }
}

/// What a value of some kind is made of, as the runtime numbers kinds.
enum MetadataKind: UInt {
  case `class` = 0
  case `struct` = 0x200
  case `enum` = 0x201
  case optional = 0x202
  case opaque = 0x300
  case tuple = 0x301
  case function = 0x302
  case existential = 0x303
  case metatype = 0x304
  case existentialMetatype = 0x306
  case extendedExistential = 0x307

  /// Nil for a kind that a value of a learner's cannot have.
  init?(of type: Any.Type) {
    self.init(rawValue: metadataKind(type))
  }
}

/// Where a value of a protocol type keeps the value that it holds.
struct ExistentialContent {
  var pointer: UnsafeRawPointer
  var type: Any.Type

  /// Reads a protocol type's value in place.
  /// - Returns: nil for an `any Error`, which keeps its value in a form of its own.
  init?(at container: UnsafeRawPointer, of type: Any.Type, size: Int) {
    let description = unsafeBitCast(type, to: UnsafeRawPointer.self)
    let isOpaque: Bool
    if MetadataKind(of: type) == .existential {
      let flags = description.load(fromByteOffset: 8, as: UInt32.self)
      guard flags >> 24 & 0x3F == 0 else { return nil }
      isOpaque = flags >> 31 == 1
    } else {
      // The smallest that may hold any value: a buffer, a type and the table of one protocol.
      isOpaque = size >= 40
    }
    guard isOpaque else {
      pointer = container
      let object = container.load(as: AnyObject.self)
      self.type = Swift.type(of: object)
      return
    }
    self.type = container.load(fromByteOffset: 24, as: Any.Type.self)
    let flags = valueFlags(of: self.type)
    guard flags & 0x2_0000 != 0 else {
      pointer = container
      return
    }
    // Too large for the buffer: behind the header of a box.
    let alignmentMask = Int(flags & 0xFF)
    pointer = container.load(as: UnsafeRawPointer.self) + (16 + alignmentMask & ~alignmentMask)
  }
}

/// The flags of a type's value witness table: the low byte is the alignment less one, bit 17 says that a
/// value does not fit into a buffer of three words.
private func valueFlags(of type: Any.Type) -> UInt32 {
  let description = unsafeBitCast(type, to: UnsafeRawPointer.self)
  let table = description.load(fromByteOffset: -8, as: UnsafeRawPointer.self)
  return table.load(fromByteOffset: 80, as: UInt32.self)
}

/// The payload of an enum's value; nil for a case without one.
func payload<Value>(of value: Value) -> Any? {
  guard childCount(of: value, Value.self) > 0 else { return nil }
  var name: UnsafePointer<CChar>?
  var freeName: FreeName?
  defer { freeName?(name) }
  return child(of: value, Value.self, 0, &name, &freeName)
}

/// The name of an enum's case, where it stands in the binary; nil for an enum that has none there.
@_silgen_name("swift_EnumCaseName")
func enumCaseName<Value>(_ value: Value) -> UnsafePointer<CChar>?

private typealias FreeName = @convention(c) (UnsafePointer<CChar>?) -> Void

private struct FieldMetadata {
  let name: UnsafePointer<CChar>?
  let freeName: FreeName?
  let isStrong: Bool
  let isVariable: Bool
}

@_silgen_name("swift_getMetadataKind")
private func metadataKind(_ type: Any.Type) -> UInt

@_silgen_name("swift_reflectionMirror_recursiveCount")
private func childCount(_ type: Any.Type) -> Int

@_silgen_name("swift_reflectionMirror_recursiveChildMetadata")
private func childType(
  _ type: Any.Type, _ index: Int, _ field: UnsafeMutablePointer<FieldMetadata>
) -> Any.Type

@_silgen_name("swift_reflectionMirror_recursiveChildOffset")
private func childOffset(_ type: Any.Type, _ index: Int) -> Int

@_silgen_name("swift_reflectionMirror_count")
private func childCount<Value>(of value: Value, _ type: Any.Type) -> Int

@_silgen_name("swift_reflectionMirror_subscript")
private func child<Value>(
  of value: Value, _ type: Any.Type, _ index: Int,
  _ name: UnsafeMutablePointer<UnsafePointer<CChar>?>, _ freeName: UnsafeMutablePointer<FreeName?>
) -> Any
