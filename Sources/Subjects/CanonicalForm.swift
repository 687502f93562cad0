@_spi(Reflection) import Swift
import Wire

/// The bytes that stand for a value's state: equal for equal states, whatever the learner's own `==`
/// or `hash` say.
///
/// Reflection walks the stored properties. A Set or Dictionary is written in an order of its own
/// bytes, since its iteration order differs between equal values.
func canonicalForm<T>(of value: T) -> [UInt8] {
  CanonicalForms().form(of: value)
}

/// Writes canonical forms, remembering how the values of each type are laid out.
///
/// Swift's mirrors box every property they show, which costs more than a step of a learner's node; so
/// a type's fields are looked up once and then read where they are. Mirrors remain for enums with
/// payloads, for classes, and for whatever else has no fields to look up.
final class CanonicalForms {
  /// How the values of one type are written.
  enum Layout {
    case integer(any FixedWidthInteger.Type)
    case text
    case container(any CanonicalContainer.Type)
    case fields([Field])
    case enumeration
    case mirror
  }

  struct Field {
    var name: String
    var offset: Int
    var type: Any.Type
    var layout: Layout
  }

  private var layouts: [ObjectIdentifier: Layout] = [:]
  /// For each case name of an enum, by its address in the binary, whether the case has a payload.
  private var hasPayload: [UnsafePointer<CChar>: Bool] = [:]
  /// Objects met in the value being written, so that a cycle of references ends.
  private var objects: [ObjectIdentifier: Int] = [:]

  /// The canonical form of one value.
  func form<T>(of value: T) -> [UInt8] {
    objects = [:]
    var writer = ByteWriter()
    write(value, to: &writer)
    return writer.bytes
  }

  fileprivate func write<T>(_ value: T, to writer: inout ByteWriter) {
    // A value of a protocol type hides its own; only that one tells what is stored.
    if T.self is AnyObject.Type || T.self == Any.self { return reflect(value, to: &writer) }
    let layout = layout(of: T.self)
    withUnsafePointer(to: value) { write(UnsafeRawPointer($0), T.self, layout, to: &writer) }
  }

  private func write(
    _ pointer: UnsafeRawPointer, _ type: Any.Type, _ layout: Layout, to writer: inout ByteWriter
  ) {
    switch layout {
    case .integer(let type):
      func integer<I: FixedWidthInteger>(_: I.Type) {
        let value = pointer.assumingMemoryBound(to: I.self).pointee
        writer.unsigned(UInt64(truncatingIfNeeded: value))
        if I.bitWidth > 64 { writer.unsigned(UInt64(truncatingIfNeeded: value >> 64)) }
      }
      writer.byte(1)
      integer(type)
    case .text:
      writer.byte(2)
      writer.string(pointer.assumingMemoryBound(to: String.self).pointee)
    case .container(let type):
      func container<C: CanonicalContainer>(_: C.Type) {
        pointer.assumingMemoryBound(to: C.self).pointee.write(to: &writer, with: self)
      }
      container(type)
    case .fields(let fields):
      writer.byte(3)
      for field in fields {
        write(pointer + field.offset, field.type, field.layout, to: &writer)
      }
    case .enumeration:
      func enumeration<E>(_: E.Type) {
        writeCase(pointer.assumingMemoryBound(to: E.self).pointee, to: &writer)
      }
      _openExistential(type, do: enumeration)
    case .mirror:
      func mirrored<M>(_: M.Type) {
        reflect(pointer.assumingMemoryBound(to: M.self).pointee, to: &writer)
      }
      _openExistential(type, do: mirrored)
    }
  }

  private func writeCase<E>(_ value: E, to writer: inout ByteWriter) {
    guard let name = enumCaseName(value) else { return reflect(value, to: &writer) }
    let isPlain = hasPayload[name] == false
    if !isPlain {
      let children = Mirror(reflecting: value).children
      hasPayload[name] = !children.isEmpty
      writer.byte(4)
      writer.string(String(cString: name))
      for child in children { open(child.value, to: &writer) }
    } else {
      writer.byte(4)
      writer.string(String(cString: name))
    }
  }

  private func open(_ value: Any, to writer: inout ByteWriter) {
    func write<T>(_ value: T) { self.write(value, to: &writer) }
    _openExistential(value, do: write)
  }

  private func reflect<T>(_ value: T, to writer: inout ByteWriter) {
    let mirror = Mirror(reflecting: value)
    if mirror.subjectType != T.self {
      // Behind a protocol or a superclass, what the value is belongs to its state.
      writer.byte(10)
      writer.string(_typeName(mirror.subjectType, qualified: true))
      if let known = value as? any CanonicalContainer { return open(known, to: &writer) }
      if let known = value as? any FixedWidthInteger { return open(known, to: &writer) }
      if let known = value as? String { return write(known, to: &writer) }
    }
    if mirror.displayStyle == .class {
      let identity = ObjectIdentifier(value as AnyObject)
      writer.byte(5)
      if let earlier = objects[identity] {
        writer.byte(0)
        return writer.count(earlier)
      }
      objects[identity] = objects.count
      writer.byte(1)
    } else {
      writer.byte(6)
    }
    var isEmpty = true
    var level: Mirror? = mirror
    while let current = level {
      for child in current.children {
        isEmpty = false
        open(child.value, to: &writer)
      }
      level = current.superclassMirror
    }
    if isEmpty && mirror.displayStyle != .class { writer.string(String(describing: value)) }
  }

  // MARK: Layouts

  func layout(of type: Any.Type) -> Layout {
    if let known = layouts[ObjectIdentifier(type)] { return known }
    let layout = findLayout(of: type)
    layouts[ObjectIdentifier(type)] = layout
    return layout
  }

  private func findLayout(of type: Any.Type) -> Layout {
    if let container = type as? any CanonicalContainer.Type { return .container(container) }
    if let integer = type as? any FixedWidthInteger.Type { return .integer(integer) }
    if type == String.self { return .text }
    if type == Bool.self { return .integer(UInt8.self) }
    let kind = _MetadataKind(rawValue: metadataKind(type))
    // Looking for the fields of a protocol type reads a value that is not there.
    if kind == .existential { return .mirror }
    var fields: [Field] = []
    var isStored = true
    let isComplete = _forEachField(of: type, options: []) { name, offset, fieldType, kind in
      // A field whose type stands for another (a class, a protocol) is for mirrors.
      isStored = isStored && Self.isReadable(kind)
      fields.append(
        Field(
          name: String(cString: name), offset: offset, type: fieldType,
          layout: isStored && Self.isReadable(kind) ? self.layout(of: fieldType) : .mirror))
      return true
    }
    if isComplete && isStored && !fields.isEmpty { return .fields(fields) }
    return kind == .enum ? .enumeration : .mirror
  }

  private static func isReadable(_ kind: _MetadataKind) -> Bool {
    kind == .struct || kind == .tuple || kind == .enum || kind == .optional
  }
}

@_silgen_name("swift_getMetadataKind")
private func metadataKind(_ type: Any.Type) -> UInt

@_silgen_name("swift_EnumCaseName")
private func enumCaseName<T>(_ value: T) -> UnsafePointer<CChar>?

/// A type of the standard library whose values hold others.
protocol CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms)
}

extension Array: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    writer.byte(7)
    writer.count(count)
    for element in self { forms.write(element, to: &writer) }
  }
}

extension Optional: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    writer.bool(self != nil)
    if let self { forms.write(self, to: &writer) }
  }
}

extension Set: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    writer.byte(8)
    writer.unordered(self) { element, inner in forms.write(element, to: &inner) }
  }
}

extension Dictionary: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    writer.byte(9)
    writer.unordered(self) { entry, inner in
      forms.write(entry.key, to: &inner)
      forms.write(entry.value, to: &inner)
    }
  }
}

extension ByteWriter {
  /// Writes elements that have no order of their own in the order of their bytes.
  fileprivate mutating func unordered<Elements: Collection>(
    _ elements: Elements, _ write: (Elements.Element, inout ByteWriter) -> Void
  ) {
    var forms: [[UInt8]] = []
    forms.reserveCapacity(elements.count)
    for element in elements {
      var inner = ByteWriter()
      write(element, &inner)
      forms.append(inner.bytes)
    }
    if forms.count > 1 { forms.sort { $0.lexicographicallyPrecedes($1) } }
    count(forms.count)
    for form in forms { blob(form) }
  }
}
