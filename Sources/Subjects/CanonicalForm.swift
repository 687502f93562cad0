import Digests
import Wire

/// The canonical form of a value: equal for equal states, whatever the learner's own `==`, `hash` or
/// mirror say.
func canonicalForm<T>(of value: T) -> CanonicalForm {
  CanonicalForms(isShared: T.self is AnyObject.Type).form(of: value)
}

/// Writes canonical forms, remembering how the values of each type are laid out.
///
/// Every stored property is read where it is stored: a type's own mirror is never asked, and nothing of
/// a learner's code runs. A Set or Dictionary is written in an order of its own bytes, since its
/// iteration order differs between equal values. What has no bytes that stand for it (a closure, an
/// address, an object that others may change) is named instead.
final class CanonicalForms {
  /// How the values of one type are written.
  enum Layout {
    case integer(any FixedWidthInteger.Type)
    /// As it lies in memory, this many bytes.
    case bits(Int)
    case text
    case container(any CanonicalContainer.Type)
    case fields([Field])
    case enumeration
    case object
    case existential
    case type
    case foundationData
    case unseen(Obstacle)
  }

  /// Why something cannot be seen.
  enum Obstacle: Hashable {
    case closure, pointer, weakReference, uncopyable, nesting
    /// Copies of a value share the object, so that its state belongs to each of them.
    case object(ObjectIdentifier)
    case opaque(ObjectIdentifier)
    case sharedType
  }

  struct Field {
    var name: String
    var offset: Int
    var type: Any.Type
    var layout: Layout
    /// The number of the property in `names`; nil inside a library's type.
    var number: Int?
  }

  /// Something that could not be seen, and in which property.
  private struct Sight: Hashable {
    var name: Int
    var obstacle: Obstacle
  }

  private var layouts: [ObjectIdentifier: Layout] = [:]
  private var types: [ObjectIdentifier: Any.Type] = [:]
  private var objectFields: [ObjectIdentifier: [Field]?] = [:]
  private var typeNames: [ObjectIdentifier: String] = [:]
  /// For each case name of an enum, by its address in the binary, whether the case has a payload.
  private var hasPayload: [UnsafePointer<CChar>: Bool] = [:]
  /// Properties by number, as `Elector.votes`.
  private var names: [String] = []

  /// Objects met in the value being written, so that a cycle of references ends.
  private var objects: [ObjectIdentifier: Int] = [:]
  private var depth = 0
  /// The property being written.
  private var place = 0
  private var unseen: [Sight] = []

  /// Whether copies of what is written are one object.
  private let isShared: Bool

  /// - Parameter isShared: whether the learner's type is a class.
  init(isShared: Bool = false) { self.isShared = isShared }

  /// How deep values may be nested: what recursion on the stack bears many times over.
  private static let depthLimit = 500

  /// The canonical form of one value.
  func form<T>(of value: T) -> CanonicalForm {
    if !objects.isEmpty { objects = [:] }
    if !unseen.isEmpty { unseen = [] }
    depth = 0
    place = 0
    if names.isEmpty { names = [Self.shortName(T.self)] }
    if isShared { note(.sharedType) }
    var writer = ByteWriter()
    write(value, to: &writer)
    return CanonicalForm(
      state: bounded(writer.bytes),
      unseen: unseen.map { "\(names[$0.name]): \(phrase($0.obstacle))" })
  }

  /// A long state is kept for as long as the search lasts: its digest and length stand for it.
  private func bounded(_ state: [UInt8]) -> [UInt8] {
    guard state.count > CanonicalForm.stateLimit else { return state }
    var writer = ByteWriter()
    writer.byte(Self.digestMark)
    writer.count(state.count)
    writer.raw(SHA256.digest(of: state))
    return writer.bytes
  }

  /// What no other form starts with.
  private static let digestMark: UInt8 = 255

  fileprivate func write<T>(_ value: T, to writer: inout ByteWriter) {
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
    case .bits(let count):
      writer.raw(UnsafeRawBufferPointer(start: pointer, count: count))
    case .text:
      writer.byte(2)
      writer.string(pointer.assumingMemoryBound(to: String.self).pointee)
    case .fields(let fields):
      writer.byte(3)
      write(fields, at: pointer, to: &writer)
    case .container, .enumeration, .object, .existential:
      descend(to: &writer) { writeNested(pointer, type, layout, to: &$0) }
    case .type:
      func metatype<M>(_: M.Type) {
        let value = pointer.assumingMemoryBound(to: M.self).pointee
        guard let named = value as? Any.Type else {
          return note(.opaque(id(type)))
        }
        writer.byte(11)
        writer.string(name(of: named))
      }
      _openExistential(type, do: metatype)
    case .foundationData:
      func data<D>(_: D.Type) {
        writer.byte(12)
        guard let bytes = pointer.assumingMemoryBound(to: D.self).pointee as? any Sequence else {
          return note(.opaque(id(type)))
        }
        for byte in bytes { writer.unsigned(UInt64((byte as? UInt8) ?? 0)) }
      }
      _openExistential(type, do: data)
    case .unseen(let obstacle):
      note(obstacle)
    }
  }

  private func write(
    _ fields: [Field], at pointer: UnsafeRawPointer, to writer: inout ByteWriter
  ) {
    let outer = place
    for field in fields {
      place = field.number ?? outer
      write(pointer + field.offset, field.type, field.layout, to: &writer)
    }
    place = outer
  }

  /// Writes one level more, unless there are too many already.
  private func descend(to writer: inout ByteWriter, _ body: (inout ByteWriter) -> Void) {
    guard depth < Self.depthLimit else { return note(.nesting) }
    depth += 1
    body(&writer)
    depth -= 1
  }

  private func writeNested(
    _ pointer: UnsafeRawPointer, _ type: Any.Type, _ layout: Layout, to writer: inout ByteWriter
  ) {
    switch layout {
    case .container(let type):
      func container<C: CanonicalContainer>(_: C.Type) {
        pointer.assumingMemoryBound(to: C.self).pointee.write(to: &writer, with: self)
      }
      container(type)
    case .enumeration:
      func enumeration<E>(_: E.Type) {
        writeCase(pointer.assumingMemoryBound(to: E.self).pointee, to: &writer)
      }
      _openExistential(type, do: enumeration)
    case .object:
      writeObject(pointer.load(as: AnyObject.self), as: type, to: &writer)
    default:
      // What the value is belongs to its state, behind a protocol.
      writer.byte(10)
      guard let content = ExistentialContent(at: pointer, of: type, size: size(of: type)) else {
        return writeError(pointer.assumingMemoryBound(to: (any Error).self).pointee, to: &writer)
      }
      writer.string(name(of: content.type))
      write(content.pointer, content.type, self.layout(of: content.type), to: &writer)
    }
  }

  private func writeCase<E>(_ value: E, to writer: inout ByteWriter) {
    guard let name = enumCaseName(value) else { return note(.opaque(id(E.self))) }
    writer.byte(4)
    writer.string(String(cString: name))
    guard hasPayload[name] != false else { return }
    let payload = payload(of: value)
    hasPayload[name] = payload != nil
    func write<T>(_ value: T) { self.write(value, to: &writer) }
    if let payload { _openExistential(payload, do: write) }
  }

  private func writeError<E: Error>(_ error: E, to writer: inout ByteWriter) {
    writer.string(name(of: E.self))
    write(error, to: &writer)
  }

  private func writeObject(_ object: AnyObject, as type: Any.Type, to writer: inout ByteWriter) {
    writer.byte(5)
    let identity = ObjectIdentifier(object)
    if let earlier = objects[identity] {
      writer.byte(0)
      return writer.count(earlier)
    }
    objects[identity] = objects.count
    writer.byte(1)
    let dynamicType: AnyObject.Type = Swift.type(of: object)
    writer.string(name(of: dynamicType))
    guard let fields = fields(ofObject: dynamicType) else {
      return note(.opaque(id(dynamicType)))
    }
    note(.object(id(dynamicType)))
    withExtendedLifetime(object) {
      write(fields, at: UnsafeRawPointer(Unmanaged.passUnretained(object).toOpaque()), to: &writer)
    }
  }

  // MARK: What cannot be seen

  private func note(_ obstacle: Obstacle) {
    let sight = Sight(name: place, obstacle: obstacle)
    guard unseen.count < CanonicalForm.unseenLimit, !unseen.contains(sight) else { return }
    unseen.append(sight)
  }

  private func phrase(_ obstacle: Obstacle) -> String {
    switch obstacle {
    case .closure: "a closure"
    case .pointer: "an address"
    case .weakReference: "a weak or unowned reference"
    case .uncopyable: "a value that cannot be copied"
    case .nesting: "nested more than \(Self.depthLimit) deep"
    case .object(let type): "an object (\(shortName(type))), which copies share"
    case .opaque(let type): "a value of type \(shortName(type)), whose state is hidden"
    case .sharedType: "your type is a class; copies share it"
    }
  }

  private func shortName(_ type: ObjectIdentifier) -> String {
    types[type].map { Self.shortName($0) } ?? "?"
  }

  /// The name of a type without its module, at most 60 characters of it.
  private static func shortName(_ type: Any.Type) -> String {
    String(_typeName(type, qualified: false).prefix(60))
  }

  // MARK: Layouts

  private func id(_ type: Any.Type) -> ObjectIdentifier {
    types[ObjectIdentifier(type)] = type
    return ObjectIdentifier(type)
  }

  /// A name that no other type has, private ones of the same name in other files apart: those differ
  /// only by an address, which is another in every process.
  private func name(of type: Any.Type) -> String {
    let key = ObjectIdentifier(type)
    if let known = typeNames[key] { return known }
    let name = Self.withoutAddresses(_typeName(type, qualified: true))
    typeNames[key] = name
    return name
  }

  /// The name of a type without `(unknown context at $7f2c…)`, by which the runtime tells private
  /// types apart.
  private static func withoutAddresses(_ name: String) -> String {
    let mark: Substring = "(unknown context at $"
    var rest = name[...]
    var kept = ""
    while let character = rest.first {
      if rest.hasPrefix(mark), let end = rest.firstIndex(of: ")") {
        rest = rest[rest.index(after: end)...]
      } else {
        kept.append(character)
        rest.removeFirst()
      }
    }
    return kept
  }

  func layout(of type: Any.Type) -> Layout {
    if let known = layouts[ObjectIdentifier(type)] { return known }
    let layout = findLayout(of: type)
    layouts[ObjectIdentifier(type)] = layout
    return layout
  }

  private func findLayout(of type: Any.Type) -> Layout {
    if let container = type as? any CanonicalContainer.Type { return .container(container) }
    if let integer = type as? any FixedWidthInteger.Type, isOfLibrary(type) {
      return .integer(integer)
    }
    if type == String.self { return .text }
    if type == Bool.self { return .integer(UInt8.self) }
    switch MetadataKind(of: type) {
    case .struct where ["Foundation.Data", "FoundationEssentials.Data"].contains(_typeName(type)):
      return .foundationData
    case .struct, .tuple: return findFields(of: type)
    case .enum: return .enumeration
    case .class: return .object
    case .existential, .extendedExistential: return .existential
    case .metatype, .existentialMetatype: return .type
    case .function: return .unseen(.closure)
    case .opaque: return opaqueLayout(of: type)
    case .optional, nil: return .unseen(.opaque(id(type)))
    }
  }

  private func findFields(of type: Any.Type) -> Layout {
    let properties = StoredProperty.all(of: type)
    if properties.isEmpty && size(of: type) > 0 { return .unseen(.opaque(id(type))) }
    let fields = fields(properties, of: type)
    // A number of the standard library's is one field of the machine's own kind.
    if fields.count == 1, case .bits = fields[0].layout { return fields[0].layout }
    return .fields(fields)
  }

  private func fields(_ properties: [StoredProperty], of type: Any.Type) -> [Field] {
    let isNamed = MetadataKind(of: type) != .tuple && !isOfLibrary(type)
    return properties.map { property in
      var field = Field(
        name: property.name, offset: property.offset, type: property.type,
        layout: layout(of: property))
      if isNamed {
        field.number = names.count
        names.append("\(Self.shortName(type)).\(property.name)")
      }
      return field
    }
  }

  private func layout(of property: StoredProperty) -> Layout {
    guard property.isStrong else { return .unseen(.weakReference) }
    // Nobody stores nothing: so the runtime speaks of a type whose values cannot be copied.
    if property.type == Void.self { return .unseen(.uncopyable) }
    return layout(of: property.type)
  }

  /// The fields of the object that a value is; nil where it is none or keeps more than fields.
  func objectFields<T>(of value: T) -> (object: AnyObject, fields: [Field])? {
    guard case .object = layout(of: T.self) else { return nil }
    let object = value as AnyObject
    return fields(ofObject: Swift.type(of: object)).map { (object, $0) }
  }

  /// The fields of an object; nil where it keeps more than fields, as a library's classes do.
  private func fields(ofObject type: AnyObject.Type) -> [Field]? {
    if let known = objectFields[ObjectIdentifier(type)] { return known }
    var ancestor: AnyClass? = type
    var isOfLibrary = false
    while let current = ancestor {
      isOfLibrary = isOfLibrary || self.isOfLibrary(current)
      ancestor = _getSuperclass(current)
    }
    let found = isOfLibrary ? nil : fields(StoredProperty.all(of: type), of: type)
    objectFields[ObjectIdentifier(type)] = .some(found)
    return found
  }

  /// True for a type that no learner wrote.
  private func isOfLibrary(_ type: Any.Type) -> Bool {
    let module = _typeName(type, qualified: true).prefix { $0 != "." }
    return Self.libraries.contains(String(module))
  }

  private static let libraries: Set<String> = [
    "Swift", "_Concurrency", "Synchronization", "Observation", "Distributed", "_StringProcessing",
    "_RegexParser", "RegexBuilder", "Glibc", "__C", "Dispatch", "Foundation", "CoreFoundation",
    "FoundationEssentials", "FoundationInternationalization", "FoundationXML",
    "FoundationNetworking", "ExerciseKit",
  ]

  /// Of the machine's own kinds, numbers are read; the rest are addresses and the runtime's.
  private func opaqueLayout(of type: Any.Type) -> Layout {
    let name = _typeName(type)
    if name.hasPrefix("Builtin.Int") || name.hasPrefix("Builtin.FPIEEE") {
      return .bits(name == "Builtin.FPIEEE80" ? 10 : size(of: type))
    }
    return .unseen(name.hasSuffix("Pointer") ? .pointer : .opaque(id(type)))
  }

  private func size(of type: Any.Type) -> Int {
    func size<T>(_: T.Type) -> Int { MemoryLayout<T>.size }
    return _openExistential(type, do: size)
  }
}

/// A type of the standard library whose values hold others.
protocol CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms)
}

extension Array: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    forms.write(elements: self, to: &writer)
  }
}

extension ContiguousArray: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    forms.write(elements: self, to: &writer)
  }
}

extension ArraySlice: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    // Two equal slices are told apart by the numbers of their elements.
    writer.count(startIndex)
    forms.write(elements: self, to: &writer)
  }
}

extension Substring: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    writer.byte(2)
    writer.string(String(self))
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
    forms.write(unordered: self, to: &writer) { forms.write($0, to: &$1) }
  }
}

extension Dictionary: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    writer.byte(9)
    forms.write(unordered: self, to: &writer) { entry, inner in
      forms.write(entry.key, to: &inner)
      forms.write(entry.value, to: &inner)
    }
  }
}

extension Dictionary.Keys: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    forms.write(unordered: self, to: &writer) { forms.write($0, to: &$1) }
  }
}

extension Dictionary.Values: CanonicalContainer {
  func write(to writer: inout ByteWriter, with forms: CanonicalForms) {
    forms.write(unordered: self, to: &writer) { forms.write($0, to: &$1) }
  }
}

extension CanonicalForms {
  fileprivate func write(elements: some Collection, to writer: inout ByteWriter) {
    writer.byte(7)
    writer.count(elements.count)
    for element in elements { write(element, to: &writer) }
  }

  /// Writes elements that have no order of their own in the order of their bytes.
  fileprivate func write<Elements: Collection>(
    unordered elements: Elements, to writer: inout ByteWriter,
    _ write: (Elements.Element, inout ByteWriter) -> Void
  ) {
    // Objects are numbered as they are met, and nobody can say in which order that is here: each
    // element numbers its own.
    let met = objects
    var forms: [[UInt8]] = []
    forms.reserveCapacity(elements.count)
    for element in elements {
      var inner = ByteWriter()
      write(element, &inner)
      forms.append(inner.bytes)
      if objects.count != met.count { objects = met }
    }
    if forms.count > 1 { forms.sort { $0.lexicographicallyPrecedes($1) } }
    writer.count(forms.count)
    for form in forms { writer.blob(form) }
  }
}
