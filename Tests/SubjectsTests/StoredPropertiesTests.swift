import Testing
import Wire

@testable import Subjects

@Suite("Stored properties")
struct StoredPropertiesTests {
  private func names<T>(_ value: T) -> [String] {
    CanonicalForms().properties(of: value).map(\.name)
  }

  @Test func `properties of structs are told apart, three structs deep`() {
    #expect(names(Outer()) == ["count", "inner.text", "inner.pair.left", "inner.pair.right"])
  }

  @Test func `what holds an object is told property by property too`() {
    #expect(names(Holder()) == ["storage.count", "name"])
  }

  @Test func `a value without stored properties is one without a name`() {
    #expect(names(7) == [""])
    #expect(names([1, 2]) == [""])
    #expect(names(Kind.other) == [""])
  }

  @Test func `a property's form changes with its value alone`() {
    let forms = CanonicalForms()
    var value = Outer()
    let before = forms.properties(of: value)
    value.inner.text += "!"
    let after = forms.properties(of: value)
    #expect(zip(before, after).filter { $0 != $1 }.map(\.0.name) == ["inner.text"])
  }

  @Test func `a long form is told briefly, and differs where the values do`() {
    func form(_ length: Int, last: UInt8) -> [UInt8] {
      var bytes = Array(repeating: UInt8(1), count: length)
      bytes[length - 1] = last
      return CanonicalForms().properties(of: Long(bytes: bytes))[0].form
    }
    let forms = [form(100_000, last: 1), form(100_000, last: 2), form(99_999, last: 1)]
    #expect(forms.allSatisfy { $0.count < 64 })
    #expect(Set(forms).count == 3)
  }

  @Test func `an answer is read as it was written`() throws {
    let stored = StoredProperties(CanonicalForms().properties(of: Outer()))
    var writer = ByteWriter()
    stored.write(to: &writer)
    var reader = ByteReader(writer.bytes)
    #expect(try StoredProperties(from: &reader) == stored)
    #expect(reader.isAtEnd)
  }
}

private struct Outer {
  var count = 1
  var inner = Inner()
}

private struct Inner {
  var text = "text"
  var pair = Pair()
}

private struct Pair {
  var left = 1
  var right = Right()
}

private struct Right {
  var value = 2
}

private final class Storage {
  var count = 3
}

private struct Holder {
  var storage = Storage()
  var name = "name"
}

private struct Long {
  var bytes: [UInt8]
}

private enum Kind { case one, other }
