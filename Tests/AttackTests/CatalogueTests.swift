import Testing

@testable import Execution

@Suite struct `The catalogue` {
  @Test func `has a row for each of the 90 attacks, with an attack or a test`() throws {
    #expect(Catalogue.rows.map(\.number) == Array(1...90))
    let names = Set(Attack.all.map(\.name))
    #expect(names.count == Attack.all.count)
    for row in Catalogue.rows {
      #expect(!row.evidence.isEmpty, "\(row.number)")
      for evidence in row.evidence {
        switch evidence {
        case .attacks(let attacks):
          #expect(!attacks.isEmpty && names.isSuperset(of: attacks.filter(isPossible)), "\(row)")
        case .test(let file, let name):
          let text = try readWholeFile(Repository.path("Tests/" + file))
          #expect(String(decoding: text, as: UTF8.self).contains("func `\(name)`"), "\(row)")
        }
      }
    }
  }

  @Test func `names every attack there is`() {
    let listed = Catalogue.rows.flatMap { row in
      row.evidence.flatMap { evidence in
        if case .attacks(let attacks) = evidence { attacks } else { [String]() }
      }
    }
    #expect(Set(Attack.all.map(\.name)).subtracting(listed).sorted() == ["nothing"])
  }

  /// Some are only possible on one kind of processor.
  private func isPossible(_ attack: String) -> Bool {
    #if arch(x86_64)
      true
    #else
      !["x32", "i386"].contains(attack)
    #endif
  }
}
