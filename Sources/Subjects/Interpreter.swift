public import Wire

/// Runs programs over the values of one exercise.
public protocol Interpreting {
  /// Runs a program and returns the answers, each with its length in front.
  /// - Throws: `WireError` when the program itself is malformed: the grader's fault, never the
  ///   submission's.
  func run(_ program: [UInt8]) throws(WireError) -> [UInt8]
}

/// Runs programs through an adapter.
struct Interpreter<A: Adapter>: Interpreting {
  private let adapter: A
  private let slots = Slots<A.Value>()
  private let forms: CanonicalForms
  private let setClock: (Program.Clock) -> Void
  private let progress: UnsafeMutablePointer<UInt64>?

  /// Starts with empty slots.
  /// - Parameters:
  ///   - setClock: changes what the code under test sees of the time.
  ///   - progress: where to count the instructions of the current program that have been begun.
  init(
    _ adapter: A, setClock: @escaping (Program.Clock) -> Void,
    progress: UnsafeMutablePointer<UInt64>?
  ) {
    self.adapter = adapter
    forms = CanonicalForms(isShared: adapter.isShared)
    self.setClock = setClock
    self.progress = progress
  }

  func run(_ program: [UInt8]) throws(WireError) -> [UInt8] {
    var reader = ByteReader(program)
    var writer = ByteWriter()
    var begun: UInt64 = 0
    progress?.pointee = begun
    while !reader.isAtEnd {
      // Written before the code under test runs, which may end this process.
      begun += 1
      progress?.pointee = begun.littleEndian
      let code = try reader.byte()
      guard let opcode = Program.Opcode(rawValue: code) else {
        throw .malformed("instruction \(code)")
      }
      switch opcode {
      case .make:
        let slot = try reader.count()
        var arguments = try reader.nested()
        try slots.put(try adapter.make(from: &arguments), into: slot)
      case .copy:
        let source = try reader.count()
        try slots.put(try slots.value(source), into: try reader.count())
      case .call:
        let slot = try reader.count()
        var arguments = try reader.nested()
        var value = try slots.take(slot)
        try writer.nested { (answer: inout ByteWriter) throws(WireError) in
          try adapter.call(&value, others: slots, reader: &arguments, writer: &answer)
        }
        try slots.put(value, into: slot)
      case .canonicalForm:
        writer.blob(forms.form(of: try slots.value(try reader.count())).bytes)
      case .storedProperties:
        let properties = forms.properties(of: try slots.value(try reader.count()))
        writer.nested { StoredProperties(properties).write(to: &$0) }
      case .describe:
        let fields = forms.fields(of: try slots.value(try reader.count()))
        writer.nested { fields.write(to: &$0) }
      case .clock:
        setClock(try reader.byte() == 0 ? .initial : .frozen(nanoseconds: try reader.unsigned()))
      }
    }
    return writer.bytes
  }
}
