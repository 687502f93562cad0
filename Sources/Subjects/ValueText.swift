import Wire

/// A standard container that says what it holds, element by element.
private protocol ListedContainer {
  /// The elements as text, in an order that does not change from run to run.
  func listed(_ text: (Any) -> String) -> String
}

extension CanonicalForms {
  /// How deep values within values are told, and how many elements of one of them.
  private static let depth = 5
  private static let elements = 40

  /// What a value keeps, property by property, as a person would write it.
  ///
  /// Stored properties are read where they lie: a learner's type is asked neither for its description nor
  /// for its mirror. The kit's and the library's types describe themselves.
  func fields<T>(of value: T) -> ValueFields {
    if case .fields(let fields) = layout(of: T.self), !isDescribed(T.self) {
      return withUnsafePointer(to: value) { told(fields, at: $0) }
    }
    if let (object, fields) = objectFields(of: value) {
      return withExtendedLifetime(object) {
        told(fields, at: Unmanaged.passUnretained(object).toOpaque())
      }
    }
    // Where an exercise has several types, a dialect's own enum stands around the learner's value.
    if _typeName(T.self).hasPrefix("Dialects."), let payload = payload(of: value) {
      func inner<P>(_ payload: P) -> ValueFields { fields(of: payload) }
      return _openExistential(payload, do: inner)
    }
    return ValueFields([.init(name: "", text: text(of: value, depth: 0))])
  }

  private func told(_ fields: [Field], at pointer: UnsafeRawPointer) -> ValueFields {
    ValueFields(
      fields.prefix(ValueFields.limit).map {
        .init(name: Self.plain($0.name), text: text(of: $0, at: pointer, depth: 1))
      })
  }

  /// The name as it was written: what the compiler keeps of a lazy property has a longer one.
  private static func plain(_ name: String) -> String {
    let mark = "$__lazy_storage_$_"
    return name.hasPrefix(mark) ? String(name.dropFirst(mark.count)) : name
  }

  private func text(of field: Field, at pointer: UnsafeRawPointer, depth: Int) -> String {
    if case .unseen = field.layout {
      return field.type is AnyObject.Type ? "(an object)" : "(not shown)"
    }
    func read<F>(_: F.Type) -> String {
      text(of: (pointer + field.offset).assumingMemoryBound(to: F.self).pointee, depth: depth)
    }
    return _openExistential(field.type, do: read)
  }

  private func text<T>(of value: T, depth: Int) -> String {
    if let listed = value as? any ListedContainer {
      guard depth < Self.depth else { return "…" }
      return listed.listed { inner in
        func told<I>(_ inner: I) -> String { text(of: inner, depth: depth + 1) }
        return _openExistential(inner, do: told)
      }
    }
    if let text = value as? String { return quoted(text) }
    if let text = value as? Substring { return quoted(String(text)) }
    if isDescribed(T.self) { return String(describing: value) }
    guard depth < Self.depth else { return "…" }
    return composed(value, depth: depth)
  }

  private func composed<T>(_ value: T, depth: Int) -> String {
    let type = _typeName(T.self, qualified: false).prefix { $0 != "<" }
    switch layout(of: T.self) {
    case .fields(let fields):
      let inner = withUnsafePointer(to: value) { list(fields, at: $0, depth: depth) }
      return MetadataKind(of: T.self) == .tuple ? "(\(inner))" : "\(type)(\(inner))"
    case .enumeration:
      guard let name = enumCaseName(value) else { return String(type) }
      guard let payload = payload(of: value) else { return String(cString: name) }
      func told<P>(_ payload: P) -> String { text(of: payload, depth: depth + 1) }
      let inner = _openExistential(payload, do: told)
      return String(cString: name) + (inner.hasPrefix("(") ? inner : "(\(inner))")
    case .object:
      guard let (object, fields) = objectFields(of: value) else { return String(type) }
      return withExtendedLifetime(object) {
        let start = UnsafeRawPointer(Unmanaged.passUnretained(object).toOpaque())
        return "\(type)(\(list(fields, at: start, depth: depth)))"
      }
    case .unseen(.closure): return "(a closure)"
    default: return String(type)
    }
  }

  private func list(_ fields: [Field], at pointer: UnsafeRawPointer, depth: Int) -> String {
    fields.prefix(Self.elements).map { field in
      let text = text(of: field, at: pointer, depth: depth + 1)
      // An element of a tuple without a label is numbered.
      return Int(field.name) == nil && !field.name.hasPrefix(".")
        ? "\(Self.plain(field.name)): \(text)" : text
    }.joined(separator: ", ")
  }

  private func quoted(_ text: String) -> String { "\"\(text)\"" }

  /// True for the kit's types and the library's, which no learner wrote.
  private func isDescribed(_ type: Any.Type) -> Bool {
    let module = _typeName(type, qualified: true).prefix { $0 != "." }
    return module == "Swift" || module == "ExerciseKit"
  }

  /// Elements as text, the first of them.
  fileprivate static func joined(_ texts: [String]) -> String {
    let shown = texts.prefix(elements).joined(separator: ", ")
    return texts.count > elements ? "\(shown), … \(texts.count - elements) more" : shown
  }
}

extension Array: ListedContainer {
  fileprivate func listed(_ text: (Any) -> String) -> String {
    "[\(CanonicalForms.joined(map(text)))]"
  }
}

extension ArraySlice: ListedContainer {
  fileprivate func listed(_ text: (Any) -> String) -> String {
    "[\(CanonicalForms.joined(map(text)))]"
  }
}

extension ContiguousArray: ListedContainer {
  fileprivate func listed(_ text: (Any) -> String) -> String {
    "[\(CanonicalForms.joined(map(text)))]"
  }
}

extension Set: ListedContainer {
  fileprivate func listed(_ text: (Any) -> String) -> String {
    "{\(CanonicalForms.joined(map(text).sorted(by: isNaturallyBefore)))}"
  }
}

extension Dictionary: ListedContainer {
  fileprivate func listed(_ text: (Any) -> String) -> String {
    let entries = map { (key: text($0.key), value: text($0.value)) }
      .sorted { isNaturallyBefore($0.key, $1.key) }
    return isEmpty
      ? "[:]" : "[\(CanonicalForms.joined(entries.map { "\($0.key): \($0.value)" }))]"
  }
}

extension Optional: ListedContainer {
  fileprivate func listed(_ text: (Any) -> String) -> String { map(text) ?? "nil" }
}

/// Whether a text comes before another where shorter ones do: `n2` before `n10`.
private func isNaturallyBefore(_ left: String, _ right: String) -> Bool {
  (left.utf8.count, left) < (right.utf8.count, right)
}
